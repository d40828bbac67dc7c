using System.Text.Json;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Reads the types of a JSON schema.</summary>
internal static class JsonTypeNames
{
    /// <param name="type">The value of the keyword: a name or a list of names.</param>
    public static JsonTypes Read(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => Named(type.GetString()),
        JsonValueKind.Array => type.EnumerateArray().Aggregate(JsonTypes.None, static (types, each) => types | (each.ValueKind == JsonValueKind.String ? Named(each.GetString()) : JsonTypes.None)),
        _ => JsonTypes.None,
    };

    private static JsonTypes Named(string? name) => name switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        _ => JsonTypes.None,
    };
}
