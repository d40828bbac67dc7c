using System.Text.Json;
using TokenFinOps.Evaluation.Traces;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>One group of expected totals, and the rows that they are the totals of.</summary>
/// <param name="Name">Its name in the expectations, e.g. <c>azure_code</c>: the folder of the trace, then the file or the model.</param>
/// <param name="Expected">The totals by name.</param>
internal sealed record ReplayGroup(string Name, JsonElement Expected)
{
    private const string Expectations = "expected.json";

    /// <exception cref="EvaluationException">The folder has no expectations, or they are malformed.</exception>
    public static IReadOnlyList<ReplayGroup> In(JsonElement expectations) =>
        expectations.ValueKind == JsonValueKind.Object && expectations.EnumerateObject().All(static each => each.Value.ValueKind == JsonValueKind.Object)
            ? [.. expectations.EnumerateObject().Select(static each => new ReplayGroup(each.Name, each.Value))]
            : throw new EvaluationException($"{Expectations} is malformed: it should hold one object of totals a trace.");

    public static string ExpectationsIn(string folder) => Path.Combine(folder, Expectations);

    /// <summary>Reads the group's rows.</summary>
    /// <returns>The rows, or <see langword="null"/> when the folder has no such trace.</returns>
    public TraceCall[]? Read(string folder)
    {
        string[] parts = Name.Split('_', 2);
        string place = Path.Combine(folder, parts[0]);
        if (parts.Length < 2 || !Directory.Exists(place))
        {
            return null;
        }

        string[] traces = [.. Directory.EnumerateFiles(place).Where(IsTrace).Order(StringComparer.Ordinal)];
        string? own = traces.FirstOrDefault(path => DataFile.NameOf(path).Split('_', '.').Contains(parts[1], StringComparer.OrdinalIgnoreCase));
        TraceCall[] calls = own is not null
            ? [.. TraceReader.Read(own)]
            : [.. traces.SelectMany(TraceReader.Read).Where(call => call.Model == parts[1])];
        return calls.Length == 0 ? null : calls;
    }

    private static bool IsTrace(string path) =>
        path.Contains(".csv", StringComparison.OrdinalIgnoreCase) || path.Contains(".jsonl", StringComparison.OrdinalIgnoreCase);
}
