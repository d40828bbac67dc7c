using System.Globalization;
using System.Text.Json;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Reads the values of oracle files. Amounts of money are decimal texts in them.</summary>
internal static class OracleJson
{
    public static bool TryGet(JsonElement owner, string name, out JsonElement value) =>
        owner.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public static string? Text(JsonElement owner, string name) => TryGet(owner, name, out JsonElement value) ? value.GetString() : null;

    /// <exception cref="EvaluationException">The value is no decimal number.</exception>
    public static decimal? Money(JsonElement owner, string name)
    {
        if (!TryGet(owner, name, out JsonElement value))
        {
            return null;
        }

        return TryDecimal(value, out decimal amount) ? amount : throw new EvaluationException($"'{name}' is {value.GetRawText()}, which is no decimal number.");
    }

    /// <summary>Reads a number, or a text that is one: exact amounts are written as texts.</summary>
    public static bool TryDecimal(JsonElement value, out decimal amount)
    {
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out amount);
    }

    /// <exception cref="EvaluationException">A kind is unknown or an amount is no number.</exception>
    public static Usage Usage(JsonElement usage) => new([.. usage.EnumerateObject().Select(Amount)]);

    private static (UsageKind Kind, decimal Amount) Amount(JsonProperty property) =>
        !UsageKinds.TryParse(property.Name, out UsageKind kind) ? throw new EvaluationException($"'{property.Name}' is no usage kind.")
        : !TryDecimal(property.Value, out decimal amount) ? throw new EvaluationException($"'{property.Name}' is {property.Value.GetRawText()}, which is no decimal number.")
        : (kind, amount);
}
