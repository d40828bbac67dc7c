using System.Text.Json;

namespace TokenFinOps.Evaluation.Kpis;

/// <summary>One case of a KPI oracle: what goes in, and what the formula's source says comes out.</summary>
/// <param name="Id">Which KPI it is.</param>
/// <param name="Formula">The formula as the file has it.</param>
/// <param name="Inputs">The inputs by name.</param>
/// <param name="Expected">The expected results by name, as texts; one without a name for a single result.</param>
internal sealed record KpiCase(string Id, string Formula, KpiInputs Inputs, IReadOnlyList<KeyValuePair<string, string>> Expected)
{
    public const string Single = "";

    /// <exception cref="EvaluationException">The file has no cases, or one is malformed.</exception>
    public static IReadOnlyList<KpiCase> Read(JsonElement file, string path)
    {
        if (file.ValueKind != JsonValueKind.Array || file.GetArrayLength() == 0)
        {
            throw new EvaluationException($"'{path}' is no array of cases; use a file like kpi_oracles.json.");
        }

        return [.. file.EnumerateArray().Select((each, index) => Of(each, index, path))];
    }

    private static KpiCase Of(JsonElement json, int index, string path)
    {
        try
        {
            string formula = json.TryGetProperty("formula", out JsonElement text) ? text.GetString() ?? string.Empty : string.Empty;
            return new KpiCase(json.GetProperty("id").GetString()!, formula, new KpiInputs(json.GetProperty("inputs")), Results(json.GetProperty("expected")));
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            throw new EvaluationException($"Case #{index} of '{path}' is malformed: {exception.Message}", exception);
        }
    }

    private static KeyValuePair<string, string>[] Results(JsonElement expected) => expected.ValueKind == JsonValueKind.Object
        ? [.. expected.EnumerateObject().Select(static each => KeyValuePair.Create(each.Name, TextOf(each.Value)))]
        : [KeyValuePair.Create(Single, TextOf(expected))];

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
