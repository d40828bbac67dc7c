using System.Text.Json;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Checks the limits that a schema sets: of numbers, lengths and counts.</summary>
internal static class SchemaLimits
{
    public static string? Fault(JsonElement value, JsonSchemaView schema, string where)
    {
        decimal? size = SizeOf(value);
        if (size is not { } measured)
        {
            return null;
        }

        (string least, string most) = value.ValueKind switch
        {
            JsonValueKind.Number => ("minimum", "maximum"),
            JsonValueKind.String => ("minLength", "maxLength"),
            _ => ("minItems", "maxItems"),
        };
        return measured < Limit(schema, least) || measured <= Exclusive(value, schema, "exclusiveMinimum") ? $"{where} is too small or too short"
            : measured > Limit(schema, most) || measured >= Exclusive(value, schema, "exclusiveMaximum") ? $"{where} is too large or too long"
            : null;
    }

    private static decimal? SizeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetDecimal(out decimal number) ? number : null,
        JsonValueKind.String => value.GetString()!.EnumerateRunes().Count(),
        JsonValueKind.Array => value.GetArrayLength(),
        _ => null,
    };

    private static decimal? Exclusive(JsonElement value, JsonSchemaView schema, string keyword) => value.ValueKind == JsonValueKind.Number ? Limit(schema, keyword) : null;

    private static decimal? Limit(JsonSchemaView schema, string keyword) =>
        schema.Get(keyword) is { ValueKind: JsonValueKind.Number } limit && limit.TryGetDecimal(out decimal number) ? number : null;
}
