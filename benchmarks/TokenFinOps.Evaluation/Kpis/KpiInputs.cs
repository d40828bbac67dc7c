using System.Text.Json;
using TokenFinOps.Evaluation.Oracle;

namespace TokenFinOps.Evaluation.Kpis;

/// <summary>The inputs of a case: numbers, written as numbers or texts, alone, in a list or by name.</summary>
internal sealed class KpiInputs(JsonElement json)
{
    /// <summary>Gets a number by the first of several names that the case has.</summary>
    /// <exception cref="EvaluationException">The case has none of them, or it is no number.</exception>
    public decimal this[params ReadOnlySpan<string> names]
    {
        get
        {
            foreach (string name in names)
            {
                if (json.TryGetProperty(name, out JsonElement value))
                {
                    return NumberOf(value);
                }
            }

            throw new EvaluationException($"the inputs have no {string.Join(" or ", names.ToArray())}");
        }
    }

    public decimal Or(decimal otherwise, string name) => json.TryGetProperty(name, out JsonElement value) ? NumberOf(value) : otherwise;

    /// <summary>Adds up a list of numbers, or takes a single one.</summary>
    public decimal Sum(string name) => json.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Sum(NumberOf)
        : this[name];

    /// <summary>Gets numbers by name.</summary>
    public IReadOnlyList<(string Name, decimal Value)> Named(string name) => json.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Object
        ? [.. list.EnumerateObject().Select(static each => (each.Name, NumberOf(each.Value)))]
        : throw new EvaluationException($"the inputs have no object {name}");

    private static decimal NumberOf(JsonElement value) => OracleJson.TryDecimal(value, out decimal number)
        ? number
        : throw new EvaluationException($"{value.GetRawText()} is no number");
}
