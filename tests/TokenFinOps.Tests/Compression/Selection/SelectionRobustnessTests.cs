using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Tests.Compression.Selection;

public sealed class SelectionRobustnessTests
{
    public static TheoryData<string, string> OddTexts => new()
    {
        { "one huge line", new string('x', 1_000_000) },
        { "a megabyte of words", string.Concat(Enumerable.Repeat("the parcel weighs four kilos ", 36_000)) },
        { "a megabyte of line breaks", new string('\n', 1_000_000) },
        { "a megabyte of lone surrogates", new string('\uD800', 1_000_000) },
        { "NULs", string.Concat(Enumerable.Repeat("\0parcel\0", 20_000)) },
        { "full stops", new string('.', 200_000) },
        { "brackets", new string('[', 200_000) },
        { "hashes", string.Concat(Enumerable.Repeat("# \n", 50_000)) },
        { "fences", string.Concat(Enumerable.Repeat("```\n", 50_000)) },
        { "colons", string.Concat(Enumerable.Repeat("a:\n", 50_000)) },
        { "pipes", string.Concat(Enumerable.Repeat("|\n", 50_000)) },
    };

    [Theory]
    [MemberData(nameof(OddTexts))]
    public void Odd_texts_of_any_kind_are_cut_or_left_alone(string what, string text)
    {
        foreach (SourceKind kind in Enum.GetValues<SourceKind>())
        {
            SelectedContext selected = SelectionSamples.Cut(text, "What does the parcel weigh? \uDC00", 200, kind);

            Assert.True(selected.Refusal is not null ? selected.Text == text : selected.TokensAfter.AtMost <= 200, what);
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_text_on_many_threads_at_once()
    {
        string text = string.Concat(Enumerable.Range(1, 300).Select(static each => $"Parcel {each} weighs {each % 9} kg, said Ann. "));
        string[] selected = new string[64];

        Parallel.For(0, selected.Length, each => selected[each] = SelectionSamples.Cut(text, "What did Ann say about parcels of 4 kg?", 150).Text);

        Assert.Single(selected.Distinct());
    }

    [Fact]
    public void A_long_question_is_as_good_as_a_short_one()
    {
        string question = string.Concat(Enumerable.Range(0, 2_000).Select(static each => $"word{each} ")) + "What does parcel 77 weigh?";
        string text = string.Concat(Enumerable.Range(1, 300).Select(static each => $"Parcel {each} weighs {each % 9} kg. "));

        SelectedContext selected = SelectionSamples.Selector.Select(text, question, SelectionSamples.Budget(100) with { MinimumSignal = 0 });

        Assert.Contains("Parcel 77 weighs 5 kg.", selected.Text, StringComparison.Ordinal);
    }
}
