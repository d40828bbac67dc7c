using System.Text.Json;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>
/// Reads what two models made of prompts, one JSON object a line: a pair file (<c>prompt, weakCorrect, strongCorrect</c>), or a matrix file
/// (<c>prompt, correct: {model: 0..1}</c>) of which two models are taken. Rows in which one of the two has no result are left out and counted.
/// </summary>
internal static class PairFile
{
    /// <exception cref="EvaluationException">There is no such file, a line is malformed, or no line has both models.</exception>
    public static PairData Read(string path, string? weak, string? strong, string? peer = null)
    {
        var examples = new List<RoutingExample>();
        var agrees = new List<bool>();
        int skipped = 0;
        int number = 0;
        using Stream stream = DataFile.Open(path);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (ReadLine(line, weak, strong, $"'{path}', line {number}") is { } example)
            {
                examples.Add(example);
                agrees.Add(peer is not null && Agree(line, weak, peer));
            }
            else
            {
                skipped++;
            }
        }

        return examples.Count > 0
            ? new PairData(DataFile.NameOf(path), examples, agrees, skipped)
            : throw new EvaluationException($"'{path}' has no row with results of both {weak ?? "models"} and {strong ?? "prompts"}.");
    }

    private static RoutingExample? ReadLine(string line, string? weak, string? strong, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            (double? cheap, double? baseline) = row.TryGetProperty("correct", out JsonElement correct)
                ? (OfModel(correct, weak, "weak", where), OfModel(correct, strong, "strong", where))
                : (Number(row, "weakCorrect"), Number(row, "strongCorrect"));
            return cheap is { } low && baseline is { } high
                ? new RoutingExample(row.GetProperty("prompt").GetString() ?? string.Empty, low, high) { Workload = Domain(row) }
                : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new EvaluationException($"{where} is no row of a pair or matrix file: {exception.Message}", exception);
        }
    }

    // An answer that could not be read agrees with nothing.
    private static bool Agree(string line, string? weak, string peer)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.TryGetProperty("answer", out JsonElement answers)
            && weak is not null
            && Answer(answers, weak) is { } answer
            && answer == Answer(answers, peer);
    }

    private static string? Answer(JsonElement answers, string model) =>
        answers.TryGetProperty(model, out JsonElement answer) && answer.ValueKind != JsonValueKind.Null && answer.ToString() is { Length: > 0 } text ? text : null;

    private static double? OfModel(JsonElement correct, string? model, string option, string where) =>
        model is null
            ? throw new EvaluationException($"{where} has many models: say which with --{option}, one of {string.Join(", ", correct.EnumerateObject().Select(static each => each.Name))}.")
            : Number(correct, model);

    private static double? Number(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string? Domain(JsonElement row) => row.TryGetProperty("domain", out JsonElement domain) ? domain.GetString() : null;
}
