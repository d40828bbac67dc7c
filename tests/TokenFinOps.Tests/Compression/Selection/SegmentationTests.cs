using TokenFinOps.Compression.Selection;
using TokenFinOps.Compression.Selection.Segmentation;

namespace TokenFinOps.Tests.Compression.Selection;

public sealed class SegmentationTests
{
    [Theory]
    [InlineData("It cost $3.50 in the U.S. last year. Dr. Smith paid.", new[] { "It cost $3.50 in the U.S. last year.", "Dr. Smith paid." })]
    [InlineData("他付了款。合同到期了吗？是的。", new[] { "他付了款。", "合同到期了吗？", "是的。" })]
    [InlineData("भुगतान हुआ। अनुबंध समाप्त।", new[] { "भुगतान हुआ।", "अनुबंध समाप्त।" })]
    [InlineData("هل دفع؟ نعم دفع.", new[] { "هل دفع؟", "نعم دفع." })]
    [InlineData("“Stop!” he said. Then he left.", new[] { "“Stop!” he said.", "Then he left." })]
    [InlineData("Items:\n- one\n- two", new[] { "Items:", "- one", "- two" })]
    public void Sentences_end_where_a_reader_of_the_script_sees_it(string text, string[] sentences) =>
        Assert.Equal(sentences, Units(text, SourceKind.Document));

    [Fact]
    public void Thai_is_divided_by_length_between_words()
    {
        string text = string.Join(' ', Enumerable.Repeat("สัญญาฉบับนี้มีผลบังคับใช้ตั้งแต่วันที่ลงนาม", 12));

        string[] units = Units(text, SourceKind.Document);

        Assert.InRange(units.Length, 3, 6);
        Assert.Equal(text, string.Join(' ', units));
    }

    [Fact]
    public void A_fenced_block_of_code_is_one_unit() =>
        Assert.Contains("```\nint a = 1. ;\n\nint b = 2;\n```", Units("Run this. Then stop.\n```\nint a = 1. ;\n\nint b = 2;\n```\nDone.", SourceKind.Document));

    [Fact]
    public void A_turn_is_one_unit() =>
        Assert.Equal(["Ann: Did he pay? I doubt it.", "Bob: No.\nNot yet."], Units("Ann: Did he pay? I doubt it.\nBob: No.\nNot yet.\n", SourceKind.Dialogue));

    [Fact]
    public void A_row_is_one_unit_under_its_header()
    {
        using var layout = new Layout([new ContextSource("id,name\n1,Ann\n2,Bob\n", Kind: SourceKind.Rows)]);

        Assert.Equal(["1,Ann", "2,Bob"], Units(layout));
        Assert.Equal("id,name", layout.TextOf(layout.Headings[layout.Units[1].Head]).ToString());
    }

    [Fact]
    public void A_log_entry_has_its_stack_trace_and_knows_when_it_repeats()
    {
        using var layout = new Layout([new ContextSource("10:00:00 ERROR no disk\n   at A.B()\n10:00:01 INFO ok\n10:00:02 INFO ok\n", Kind: SourceKind.Log)]);

        Assert.Equal(["10:00:00 ERROR no disk\n   at A.B()", "10:00:01 INFO ok", "10:00:02 INFO ok"], Units(layout));
        Assert.Equal([-1, -1, 1], layout.Units.ToArray().Select(static unit => unit.Original));
    }

    [Fact]
    public void Code_is_divided_between_blocks_and_never_inside_a_line()
    {
        string code = string.Join("\n\n", Enumerable.Range(1, 30).Select(static each => $"int F{each}(int x)\n{{\n    int y = x;\n\n    return y + {each};\n}}"));

        string[] units = Units(code, SourceKind.Code);

        Assert.Equal(30, units.Length);
        Assert.All(units, static unit => Assert.StartsWith("int F", unit, StringComparison.Ordinal));
    }

    [Fact]
    public void A_method_of_a_long_class_keeps_the_name_of_the_class()
    {
        string methods = string.Join("\n\n", Enumerable.Range(1, 20).Select(static each => $"    def f{each}(self):\n        y = {each}\n        return y"));
        using var layout = new Layout([new ContextSource("class Orders:\n" + methods, Kind: SourceKind.Code)]);

        Assert.Equal(20, layout.Units.Length);
        Assert.Equal("class Orders:", layout.TextOf(layout.Headings[layout.Units[7].Head]).ToString().Trim());
    }

    [Theory]
    [InlineData("Ann: hi\nBob: hello\nAnn: how are you?\nBob: fine\n", SourceKind.Dialogue)]
    [InlineData("id,name,age\n1,Ann,3\n2,Bob,4\n3,Cy,5\n", SourceKind.Rows)]
    [InlineData("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n", SourceKind.Rows)]
    [InlineData("2026-01-02T10:00:00Z INFO a\n2026-01-02T10:00:01Z WARN b\n2026-01-02T10:00:02Z INFO c\n2026-01-02T10:00:03Z INFO d\n", SourceKind.Log)]
    [InlineData("using System;\n\nclass A\n{\n    int b = 1;\n    void C() { }\n}\n", SourceKind.Code)]
    [InlineData("One sentence.\nAnother, with a comma.\nA third one.\nAnd a fourth.\n", SourceKind.Document)]
    public void The_kind_of_a_text_is_seen_from_its_lines(string text, SourceKind kind) => Assert.Equal(kind, SourceKindDetector.Of(text));

    private static string[] Units(string text, SourceKind kind)
    {
        using var layout = new Layout([new ContextSource(text, Kind: kind)]);
        return Units(layout);
    }

    private static string[] Units(Layout layout) => [.. layout.Units.ToArray().Select(unit => layout.TextOf(unit).ToString())];
}
