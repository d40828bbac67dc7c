using System.Text.Json;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>
/// Reads labelled pairs of questions, one JSON object a line: <c>{a, b, label}</c> as the Quora pairs, or <c>{q1, q2, label, capability, test}</c> as CheckList's.
/// A label is 1 (same meaning) or 0, as a number, a Boolean or text. Rows with an empty question are kept: an embedder has to say nothing of them.
/// </summary>
internal static class PairFile
{
    private static readonly (string First, string Second)[] Names = [("a", "b"), ("q1", "q2"), ("text_a", "text_b"), ("origin", "similar"), ("question1", "question2")];

    /// <exception cref="EvaluationException">There is no such file, a line is malformed, or there is no line.</exception>
    public static List<TextPair> Read(string path)
    {
        var pairs = new List<TextPair>();
        int number = 0;
        using Stream stream = DataFile.Open(path);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                pairs.Add(ReadLine(line, $"'{path}', line {number}"));
            }
        }

        return pairs.Count > 0 ? pairs : throw new EvaluationException($"'{path}' has no pairs.");
    }

    private static TextPair ReadLine(string line, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            (string first, string second) = Texts(row) ?? throw new FormatException("it needs a and b, or q1 and q2");
            return new TextPair(first, second, Label(row)) { Capability = Text(row, "capability"), Test = Text(row, "test") };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new EvaluationException($"{where} is no pair: {exception.Message}", exception);
        }
    }

    private static (string, string)? Texts(JsonElement row)
    {
        foreach ((string first, string second) in Names)
        {
            if (Text(row, first) is { } one && Text(row, second) is { } other)
            {
                return (one, other);
            }
        }

        return null;
    }

    private static bool Label(JsonElement row)
    {
        JsonElement label = row.GetProperty("label");
        return label.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => label.ToString() switch
            {
                "1" or "1.0" => true,
                "0" or "0.0" => false,
                var other => throw new FormatException($"its label is 1 (same meaning) or 0, not '{other}'"),
            },
        };
    }

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
