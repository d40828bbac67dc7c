using System.Collections.Frozen;
using System.Text.Json;

namespace QuickStart.Server;

/// <summary>Reads fields of a request body and refuses wrong shapes in the words of the real API.</summary>
internal static class JsonShape
{
    public static bool Has(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public static void RequireObject(this JsonElement body, FrozenSet<string> parameters)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw ApiException.BadRequest("The body must be a JSON object.");
        }

        foreach (JsonProperty property in body.EnumerateObject())
        {
            if (!parameters.Contains(property.Name))
            {
                throw ApiException.BadRequest($"Unknown parameter: '{property.Name}'.", property.Name, "unknown_parameter");
            }
        }
    }

    public static string RequiredString(this JsonElement body, string name, string? path = null) =>
        Required(body, name, path, JsonValueKind.String, "a string").GetString()!;

    public static JsonElement RequiredArray(this JsonElement body, string name) => Required(body, name, null, JsonValueKind.Array, "an array");

    public static JsonElement? OptionalObject(this JsonElement body, string name) =>
        body.Has(name) ? Required(body, name, null, JsonValueKind.Object, "an object") : null;

    public static bool OptionalBoolean(this JsonElement body, string name)
    {
        if (!body.Has(name))
        {
            return false;
        }

        JsonElement value = body.GetProperty(name);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw WrongType(name, "a boolean", value);
    }

    public static int? OptionalInteger(this JsonElement body, string name, int atLeast)
    {
        if (!body.Has(name))
        {
            return null;
        }

        JsonElement value = body.GetProperty(name);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int number))
        {
            throw WrongType(name, "an integer", value);
        }

        return number >= atLeast
            ? number
            : throw ApiException.BadRequest(
                $"Invalid '{name}': integer below minimum value. Expected a value >= {atLeast}, but got {number} instead.", name, "integer_below_min_value");
    }

    public static string? OneOf(this JsonElement body, string name, FrozenSet<string> values)
    {
        if (!body.Has(name))
        {
            return null;
        }

        string value = body.RequiredString(name);
        return values.Contains(value)
            ? value
            : throw ApiException.InvalidValue(value, values, name);
    }

    private static JsonElement Required(JsonElement body, string name, string? path, JsonValueKind kind, string expected)
    {
        string full = path is null ? name : $"{path}.{name}";
        if (!body.Has(name))
        {
            throw ApiException.Missing(full);
        }

        JsonElement value = body.GetProperty(name);
        return value.ValueKind == kind ? value : throw WrongType(full, expected, value);
    }

    private static ApiException WrongType(string name, string expected, JsonElement value) => ApiException.BadRequest(
        $"Invalid type for '{name}': expected {expected}, but got {value.ValueKind.ToString().ToLowerInvariant()} instead.", name, "invalid_type");
}
