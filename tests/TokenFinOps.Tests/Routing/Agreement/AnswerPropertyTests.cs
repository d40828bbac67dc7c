using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Agreement;

/// <summary>Whatever a model says can be read, and reads the same however it is spelled.</summary>
public sealed class AnswerPropertyTests
{
    private static readonly Gen<string> Pieces = Gen.OneOf(
        Gen.OneOf(
            "the answer is ", "Answer: ", "####", " ", "\n", "```json", "```", "{", "}", "[", "]", "(", ")", "\"", "'", ":", ",", ".", "\\", "\\boxed{", "\\frac", "\\u", "\\ud83d", "<answer>",
            "</answer>", "<think>", "</think>", "**", "$", "%", "C", "(B)", "1", "0", "1,234", "e9", "/", "-", "^", "×10^", " km", " and ", "½", "²", "\ud83d", "\ude00", "\u200b", "None", "true", "answer"),
        Gen.String[0, 8],
        Gen.Int.Select(static number => number.ToString(CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Texts = Pieces.Array[0, 24].Select(static pieces => string.Concat(pieces));

    private static readonly Gen<JsonNode?> Leaves = Gen.OneOf(
        Gen.Decimal[-1_000_000m, 1_000_000m].Select(static number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(static flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.String[Gen.Char['a', 'z'], 1, 9].Select(static text => (JsonNode?)JsonValue.Create(text)));

    [Fact]
    public void Any_text_can_be_read_as_any_kind() =>
        Gen.Select(Texts, Gen.Enum<AnswerKind>()).Sample(static (text, kind) =>
        {
            _ = Answers.Read(text, kind);
        });

    [Fact]
    public void An_answer_agrees_with_itself_in_whichever_mark() =>
        Gen.Int.Sample(static number =>
            Answers.Agree($"It is so.\n#### {number}", $"Well. The answer is \\boxed{{{number}}}.") && Answers.Agree($"{number}", string.Create(CultureInfo.InvariantCulture, $"{number:N0}.00")));

    [Fact]
    public void Different_numbers_are_different() =>
        Gen.Select(Gen.Decimal, Gen.Decimal).Sample(static (left, right) => Answers.Agree(Spell(left), Spell(right)) == (left == right));

    [Fact]
    public void A_fraction_is_its_decimal() =>
        Gen.Select(Gen.Int[-9_999, 9_999], Gen.OneOf<int>(1, 2, 4, 5, 8, 10, 16, 25, 100)).Sample(static (over, under) =>
            Answers.Agree($"{over}/{under}", Spell((decimal)over / under)) && Answers.Agree($"\\frac{{{over}}}{{{under}}}", $"{over}/{under}"));

    [Fact]
    public void A_document_is_the_same_in_any_order_and_with_any_spaces() =>
        Gen.Select(Gen.Dictionary(Gen.String[Gen.Char['a', 'z'], 1, 6], Leaves)[1, 6], Gen.Int).Sample(static (fields, seed) =>
        {
            var shuffled = new JsonObject(fields.OrderBy(field => HashCode.Combine(field.Key, seed)).Select(static field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
            var ordered = new JsonObject(fields.Select(static field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

            return Answers.Read(ordered.ToJsonString(), AnswerKind.Json) is { } read && read == Answers.Read(Indented(shuffled), AnswerKind.Json);
        });

    [Fact]
    public void A_document_with_another_value_is_another() =>
        Gen.Select(Gen.Dictionary(Gen.String[Gen.Char['a', 'z'], 1, 6], Leaves)[1, 6], Leaves).Sample(static (fields, other) =>
        {
            var document = new JsonObject(fields.Select(static field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
            string left = document.ToJsonString();
            string name = fields.Keys.First();
            bool isSame = JsonNode.DeepEquals(document[name], other);
            document[name] = other?.DeepClone();

            return isSame == (Answers.Read(left, AnswerKind.Json) == Answers.Read(document.ToJsonString(), AnswerKind.Json));
        });

    [Fact]
    public void The_same_calls_agree_in_any_order() =>
        Gen.Dictionary(Gen.String[Gen.Char['a', 'z'], 1, 6], Gen.Int)[1, 5].Sample(static arguments =>
        {
            var calls = arguments.Select(static (argument, index) => Answers.Call(argument.Key, $$"""{"n":{{argument.Value}}}""", $"{index}")).ToArray();

            return Answers.Agree(Answers.Calls(calls), Answers.Calls([.. calls.Reverse()]));
        });

    [Theory]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("(")]
    [InlineData("\\frac{")]
    [InlineData("\\boxed{")]
    [InlineData("the answer is ")]
    [InlineData("the final ")]
    [InlineData("a        ")]
    [InlineData("1,")]
    [InlineData("{\"a\":")]
    [InlineData("\n{")]
    [InlineData("**")]
    public void A_long_answer_of_repeated_beginnings_is_read_in_no_time(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length));

        foreach (AnswerKind kind in Enum.GetValues<AnswerKind>())
        {
            _ = Answers.Read(text, kind);
        }
    }

    private static string Spell(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    [SuppressMessage("Performance", "CA1869:Cache and reuse 'JsonSerializerOptions' instances", Justification = "A test.")]
    private static string Indented(JsonObject document) => document.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
