using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression;

namespace TokenFinOps.Evaluation.Fuzzing;

/// <summary>Makes hostile texts and prompts. The same seed makes the same ones.</summary>
internal sealed class FuzzInput(int seed)
{
    private const int MostMessages = 14;
    private const int LongText = 60_000;

    private const string Marks = "{}[]\",:\\ \n\u001b`ab01#|.-";

    private static readonly string[] Words =
    [
        "not", "no more than 4", "3.50 €", "-17 °C", "unless", "{\"id\": \"A-1\", \"n\": 1.10}", "`x = -1`", "\n```\nint x = 007;\n```\n", "не менее 5", "不超过三个。", "ไม่เกิน", "لا", "ORD-2024-0007",
        "\u001b[31mred\u001b[0m", "\"quoted\"", "\ud83d", "\ude00", "\0", "\u2028", "\ufeff", "\r\n", "e\u0301", "\u202e", "[Same as the result of call_1.]", "[…]", "<|endoftext|>", "</s>", "=====", "#0{a,b}",
        "1e999", "-0", "1E+2", "0.10", "12345678901234567890", "null", "true", "\t", "  ", "\\u0041", "\\", "https://example.com/a?b=c&d=%20", "2026-11-24T10:00:00.000Z ERROR at Foo.Bar()", "User: hello", "| a | b |",
        "# Heading", "- item", "def f(x):\n    return -x\n", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "deadbeefcafebabe0123456789abcdef", "Example 1:", "Please", "It is important to note that",
    ];

    private static readonly string[] Keys = ["id", "name", "", "a.b", "a b", "\"", "flight", "price", "\ud83d\ude00", "0", "{", "#", "\n", "very_long_property_name_that_is_said_again"];

    private static readonly JsonSerializerOptions IndentedJson = new() { WriteIndented = true };

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public bool Chance(double share) => _random.NextDouble() < share;

    public string Text() => _random.Next(8) switch
    {
        0 => Noise(),
        1 => Mutated(Json(4).ToJsonString()),
        2 => Mutated(Sentences()),
        3 => Indented(Json(5)),
        4 => Table(2).ToJsonString(),
        5 => Nested(),
        6 => Huge(),
        _ => Sentences(),
    };

    public string Question() => Chance(0.1) ? string.Empty : string.Join(' ', Enumerable.Range(0, 1 + Next(8)).Select(_ => Word()));

    /// <summary>Makes a value whose strings are well-formed, as parsed JSON has them.</summary>
    public JsonNode Json(int depth) => _random.Next(depth <= 0 ? 3 : 6) switch
    {
        0 => JsonNode.Parse(Pick("0", "-0", "1.10", "1e999", "12345678901234567890", "-1E-7", "true", "false"))!,
        1 => JsonValue.Create(Word()),
        2 => JsonValue.Create(WellFormed(Noise())),
        3 => new JsonArray([.. Enumerable.Range(0, Next(6)).Select(_ => Chance(0.1) ? null : Json(depth - 1))]),
        4 => Table(depth),
        _ => Object(depth),
    };

    public List<ChatMessage> Messages()
    {
        var messages = new List<ChatMessage>();
        for (int i = Next(MostMessages); i >= 0; i--)
        {
            // What was said before is said again: duplicates are what the compressor looks for.
            messages.Add(messages.Count > 0 && Chance(0.15) ? Again(messages[Next(messages.Count)]) : Message(messages.Count));
        }

        return messages;
    }

    private static ChatMessage Again(ChatMessage message) => new(message.Role, [.. message.Contents]);

    private ChatMessage Message(int index) => _random.Next(7) switch
    {
        0 => new ChatMessage(ChatRole.System, Text()),
        1 => new ChatMessage(ChatRole.User, Question()),
        2 => new ChatMessage(ChatRole.Assistant, [new TextReasoningContent(Text()) { ProtectedData = "signed" }, new TextContent(Text()), new FunctionCallContent($"call_{index + 1}", "search")]),
        3 => new ChatMessage(ChatRole.User, [PromptContext.Of(Text()), new TextContent(Question())]),
        4 => new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"call_{index}", Text()) { RawRepresentation = this }, new FunctionResultContent($"call_{index}", Value())]),
        5 => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"call_{index + 1}", "search", new Dictionary<string, object?> { ["q"] = Text() })]),
        _ => new ChatMessage(ChatRole.Tool, [new FunctionResultContent($"call_{Next(index + 1)}", Value())]),
    };

    private object? Value() => _random.Next(4) switch
    {
        0 => JsonSerializer.SerializeToElement(Json(4)),
        1 => null,
        _ => Text(),
    };

    private string Word() => WellFormed(Words[Next(Words.Length)]);

    private string Pick(params string[] texts) => texts[Next(texts.Length)];

    private string Sentences()
    {
        var text = new StringBuilder();
        for (int i = Next(120); i > 0; i--)
        {
            text.Append(Words[Next(Words.Length)]).Append(Pick(" ", " ", " ", ". ", ".\n", "\n\n", "", ", "));
        }

        return text.ToString();
    }

    private string Noise()
    {
        var text = new StringBuilder();
        for (int i = Next(80); i > 0; i--)
        {
            text.Append(Chance(0.5) ? Marks[Next(Marks.Length)] : (char)Next(char.MaxValue + 1));
        }

        return text.ToString();
    }

    private string Nested()
    {
        int depth = Next(3_000);
        string open = Pick("[", "{\"a\":", "[[1],");
        return string.Concat(Enumerable.Repeat(open, depth)) + "1" + (Chance(0.7) ? string.Concat(Enumerable.Repeat(open[0] == '{' ? "}" : "]", depth)) : string.Empty);
    }

    private string Huge()
    {
        string unit = Chance(0.5) ? Words[Next(Words.Length)] : Noise();
        return unit.Length == 0 ? unit : string.Concat(Enumerable.Repeat(unit, 1 + Next(LongText / unit.Length)));
    }

    private JsonArray Table(int depth)
    {
        string[] keys = [.. Keys.Where(_ => Chance(0.3)).Select(WellFormed)];
        return new JsonArray([.. Enumerable.Range(0, Next(30)).Select(_ => (JsonNode)new JsonObject(
            keys.Where(_ => !Chance(0.03)).Select(key => KeyValuePair.Create(key, Chance(0.1) ? null : (JsonNode?)Json(depth > 1 && Chance(0.1) ? 1 : 0)))))]);
    }

    private JsonObject Object(int depth)
    {
        var made = new JsonObject();
        for (int i = Next(6); i > 0; i--)
        {
            made[WellFormed(Keys[Next(Keys.Length)])] = Chance(0.1) ? null : Json(depth - 1);
        }

        return made;
    }

    private static string Indented(JsonNode node) => node.ToJsonString(IndentedJson);

    private string Mutated(string text)
    {
        var mutated = new StringBuilder(text);
        for (int i = Next(4); i > 0 && mutated.Length > 0; i--)
        {
            int at = Next(mutated.Length);
            int length = Math.Min(mutated.Length - at, 1 + Next(12));
            switch (_random.Next(3))
            {
                case 0:
                    mutated.Remove(at, length);
                    break;
                case 1:
                    mutated.Insert(at, mutated.ToString(at, length));
                    break;
                default:
                    mutated.Insert(at, Words[Next(Words.Length)]);
                    break;
            }
        }

        return mutated.ToString();
    }

    private static string WellFormed(string text)
    {
        var kept = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            kept.Append(rune);
        }

        return kept.ToString();
    }
}
