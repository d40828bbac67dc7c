using System.Text.Json;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Reads matrix files: JSON lines with <c>id</c>, <c>prompt</c>, <c>correct</c>, <c>answer</c>, <c>outChars</c> and perhaps <c>weakText</c>, each by model.</summary>
internal static class MatrixFile
{
    /// <exception cref="EvaluationException">There is no such file, or it has another format.</exception>
    public static IReadOnlyList<MatrixRow> Read(string path)
    {
        using var reader = new StreamReader(DataFile.Open(path));
        var rows = new List<MatrixRow>();
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                rows.Add(Parse(text, path, line));
            }
        }

        return rows.Count > 0 ? rows : throw new EvaluationException($"'{path}' has no rows.");
    }

    private static MatrixRow Parse(string text, string path, int line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return RowOf(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EvaluationException($"Line {line} of '{path}' is no row of a matrix (id, prompt, correct, answer and outChars by model): {exception.Message}", exception);
        }
    }

    private static MatrixRow RowOf(JsonElement row)
    {
        var answers = new Dictionary<string, MatrixAnswer>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty model in row.GetProperty("correct").EnumerateObject())
        {
            int chars = Of(row, "outChars", model.Name) is { ValueKind: JsonValueKind.Number } count ? count.GetInt32() : 0;
            answers[model.Name] = new MatrixAnswer(QualityOf(model.Value), TextOf(Of(row, "answer", model.Name)), chars, Whole(TextOf(Of(row, "weakText", model.Name)), chars));
        }

        return new MatrixRow(TextOf(row.GetProperty("id"))!, row.GetProperty("prompt").GetString()!, row.TryGetProperty("domain", out JsonElement domain) ? TextOf(domain) : null, answers);
    }

    private static decimal QualityOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False or JsonValueKind.Null => 0,
        _ => value.GetDecimal(),
    };

    // What was cut is not what the model said.
    private static string? Whole(string? text, int chars) => text is { Length: > 0 } && text.Length >= chars ? text : null;

    private static JsonElement Of(JsonElement row, string field, string model) =>
        row.TryGetProperty(field, out JsonElement byModel) && byModel.ValueKind == JsonValueKind.Object && byModel.TryGetProperty(model, out JsonElement value) ? value : default;

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => value.GetRawText(),
    };
}
