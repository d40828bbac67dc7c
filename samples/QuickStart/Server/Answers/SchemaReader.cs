using System.Text.Json;

namespace QuickStart.Server.Answers;

/// <summary>Reads JSON schemas: types, enum, const, anyOf, oneOf, allOf of one, bounds, and <c>$ref</c> into the same document.</summary>
internal sealed class SchemaReader(JsonElement root)
{
    private const int MostHops = 12;

    /// <summary>Follows references and takes the first alternative that is not null.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        for (int hops = 0; hops < MostHops && schema.ValueKind == JsonValueKind.Object; hops++)
        {
            if (schema.TryGetProperty("$ref", out JsonElement reference))
            {
                schema = Follow(reference.GetString() ?? "#");
            }
            else if (FirstAlternative(schema) is { } alternative)
            {
                schema = alternative;
            }
            else
            {
                break;
            }
        }

        return schema;
    }

    private JsonElement Follow(string reference)
    {
        JsonElement target = root;
        foreach (string step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(step, out target))
            {
                throw ApiException.BadRequest($"Invalid schema: the reference '{reference}' leads nowhere.", "response_format", "invalid_value");
            }
        }

        return target;
    }

    private static JsonElement? FirstAlternative(JsonElement schema)
    {
        foreach (string keyword in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (schema.TryGetProperty(keyword, out JsonElement alternatives) && alternatives.ValueKind == JsonValueKind.Array && alternatives.GetArrayLength() > 0)
            {
                return alternatives.EnumerateArray().FirstOrDefault(static one => TypeOf(one) != "null");
            }
        }

        return null;
    }

    /// <summary>Gets the type, the first that is not null where there are several.</summary>
    public static string TypeOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out JsonElement type))
        {
            return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out _) ? "object" : "string";
        }

        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(static one => one.GetString()).FirstOrDefault(static one => one != "null") ?? "null"
            : type.GetString() ?? "string";
    }

    /// <summary>Gets a bound such as <c>minimum</c> or <c>maxItems</c>.</summary>
    public static decimal? Bound(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out JsonElement bound) && bound.TryGetDecimal(out decimal value) ? value : null;
}
