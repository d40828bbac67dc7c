using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Agreement;

/// <summary>Texts, documents and schemas that are made to break a reader are read in little time, and end no process.</summary>
public sealed class HostileAnswerTests
{
    public static readonly TheoryData<string, string> LongTexts = new()
    {
        { "combining", string.Concat(Enumerable.Repeat("\u0301\u0316", 32_000)) },
        { "combining-a", "a" + string.Concat(Enumerable.Repeat("\u0301\u0316", 32_000)) },
        { "fdfa", string.Concat(Enumerable.Repeat("\ufdfa", 65_000)) },
        { "numbers", "[" + string.Join(',', Enumerable.Repeat("1e-400", 9_000)) + "]" },
        { "numbers-distinct", "[" + string.Join(',', Enumerable.Range(1, 7_000).Select(static i => $"{i}e-399")) + "]" },
        { "bignumbers", "[" + string.Join(',', Enumerable.Range(1, 160).Select(static i => new string('7', 399))) + "]" },
        { "powers", string.Concat(Enumerable.Repeat("²", 60_000)) },
        { "digits", new string('7', 65_000) },
        { "zeros", new string('0', 65_000) },
        { "answers", string.Concat(Enumerable.Repeat("answer:", 9_000)) },
        { "the my", string.Concat(Enumerable.Repeat("the final correct ", 3_500)) + "answer is 5" },
        { "the answer", string.Concat(Enumerable.Repeat("the answer", 6_500)) },
        { "answer is", string.Concat(Enumerable.Repeat("answer *_", 7_000)) },
        { "most likely spaces", "the most " + new string(' ', 60_000) + "likely" },
        { "colons", "the answer is" + new string(':', 65_000) },
        { "boxed", string.Concat(Enumerable.Repeat("\\boxed{", 9_000)) },
        { "frac", string.Concat(Enumerable.Repeat("\\frac", 12_000)) },
        { "frac spaces", string.Concat(Enumerable.Repeat("\\frac ", 5_000)) + new string(' ', 30_000) },
        { "frac sp2", string.Concat(Enumerable.Repeat("\\frac          ", 4_000)) },
        { "text", string.Concat(Enumerable.Repeat("\\text", 12_000)) },
        { "quotes", string.Concat(Enumerable.Repeat("'", 65_000)) },
        { "py", string.Concat(Enumerable.Repeat("[[[[1]]]],", 6_500)) },
        { "pyset", "{" + string.Join(',', Enumerable.Range(0, 12_000)) + "}" },
        { "pynest", new string('[', 63) + string.Join(',', Enumerable.Range(0, 12_000)) + new string(']', 63) },
        { "pyword", "[" + new string('x', 65_000) },
        { "pywords", "[" + string.Concat(Enumerable.Repeat("1 ", 30_000)) + "]" },
        { "choice", "A" + string.Concat(Enumerable.Repeat(" ,&", 21_000)) },
        { "choice2", "(A" + string.Concat(Enumerable.Repeat(")", 65_000)) },
        { "money", string.Concat(Enumerable.Repeat("$", 65_000)) },
        { "hash", string.Concat(Enumerable.Repeat("#", 65_000)) },
        { "hash2", string.Concat(Enumerable.Repeat("\n#### ", 10_000)) },
        { "json open", "{" + string.Concat(Enumerable.Repeat("\"a\":{", 10_000)) + "}" },
        { "json escape", "{\"a\":\"" + string.Concat(Enumerable.Repeat("\\x", 30_000)) + "\"}" },
        { "json props", "{" + string.Join(',', Enumerable.Range(0, 6_000).Select(static i => $"\"p{i}\":{i}")) + "}" },
        { "json dup", "{" + string.Join(',', Enumerable.Repeat("\"a\":1", 10_000)) + "}" },
        { "json deep", string.Concat(Enumerable.Repeat("{\"a\":", 62)) + "\"" + new string('\\', 60_000) + "\"" + new string('}', 62) },
        { "json deep quotes", string.Concat(Enumerable.Repeat("{\"a\":", 62)) + "\"" + string.Concat(Enumerable.Repeat("\\\"", 30_000)) + "\"" + new string('}', 62) },
        { "fence", string.Concat(Enumerable.Repeat("```\n", 16_000)) },
        { "think", "<think>" + string.Concat(Enumerable.Repeat("</think>", 8_000)) },
        { "answer tag", string.Concat(Enumerable.Repeat("<answer>", 8_000)) },
        { "sentence", "The answer is " + string.Concat(Enumerable.Repeat(". ", 32_000)) },
        { "sentence2", "The answer is " + string.Concat(Enumerable.Repeat("*. ", 21_000)) },
        { "units", "The answer is 5 " + string.Concat(Enumerable.Repeat("km ", 60)) },
        { "trillions", "The answer is 5 " + string.Concat(Enumerable.Repeat("trillion ", 21)) },
        { "surrogates", string.Concat(Enumerable.Repeat("\ud83d", 65_000)) },
        { "emoji", string.Concat(Enumerable.Repeat("😀", 32_000)) },
    };

    [Theory]
    [MemberData(nameof(LongTexts))]
    public void A_long_text_of_whatever_kind_is_read_in_little_time(string name, string text)
    {
        var watch = Stopwatch.StartNew();
        ReadEveryWay(text);

        // Quadratic time would take minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{name}: {watch.Elapsed}");
    }

    [Theory]
    [InlineData("\ufffe")]
    [InlineData("Paris\ufffe")]
    [InlineData("The answer is \uffff 5")]
    [InlineData("\\frac😀")]
    [InlineData("\\ud83d")]
    [InlineData("'\\ud83d'")]
    [InlineData("['\\ud83d', '\\ude00']")]
    [InlineData("{\"\\ud83d\":1}")]
    [InlineData("{\"a\":\"\\ud83d\"}")]
    [InlineData("{\"a\":\"\ufffe\"}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":1e99999}")]
    [InlineData("{\"a\":1e99999999999999999999}")]
    [InlineData("1e99999")]
    [InlineData("1/0")]
    [InlineData("0/0")]
    [InlineData("\\frac{1}{0}")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("####")]
    [InlineData("#### ")]
    [InlineData("\u00ad")]
    [InlineData("\u00ad \u00ad")]
    [InlineData("The answer is \u200b")]
    [InlineData("\u0000")]
    [InlineData("2⅐")]
    public void An_odd_text_can_be_read(string text) => ReadEveryWay(text);

    [Theory]
    [InlineData("""{"type":["string","integer"]}""")]
    [InlineData("""{"anyOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"anyOf":{}}""")]
    [InlineData("""{"anyOf":[1,null]}""")]
    [InlineData("""{"properties":{"a":true}}""")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{"$ref":"#/$defs/x"}}}""")]
    [InlineData("""{"properties":{"a":{"$ref":"#","default":{"a":{"a":1}}}}}""")]
    [InlineData("""{"type":[null]}""")]
    [InlineData("""{"enum":[]}""")]
    [InlineData("""{"$ref":"#/%zz"}""")]
    [InlineData("""{"items":[{"type":"string"}]}""")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("""{"required":[1,null],"minimum":1e400}""")]
    public void An_odd_schema_can_be_read_by(string schema)
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema)) };
        foreach (string text in (string[])["""{"a":1}""", """{"a":{"a":{"a":1}}}""", "[1]", """{"a":"1"}"""])
        {
            _ = AnswerComparer.Default.Canonicalise(Answers.Text(text), options);
            _ = AnswerCheck.Default.Check(Answers.Text(text), options);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e308)]
    [InlineData(5e-324)]
    public void An_odd_number_in_arguments_can_be_read(double value) =>
        AnswerComparer.Default.Canonicalise(Answers.Calls(new FunctionCallContent("1", "f", new Dictionary<string, object?> { ["a"] = value, ["b"] = null })), null);

    private static void ReadEveryWay(string text)
    {
        foreach (AnswerKind kind in Enum.GetValues<AnswerKind>())
        {
            _ = Answers.Read(text, kind);
        }

        _ = AnswerComparer.Default.Canonicalise(Answers.Text(text), Answers.Json<Probe>());
        _ = AnswerCheck.Default.Check(Answers.Text(text), Answers.Json<Probe>());
        _ = AnswerCheck.Default.Check(Answers.Text(text), null);
    }

    private sealed record Probe(string? A, int B = 1);
}
