using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Tokens.Overheads;

/// <summary>Counts the description of a function as it is written: name, description and schema.</summary>
internal static class FunctionText
{
    /// <summary>Counts a function.</summary>
    public static TokenCount Count(AIFunctionDeclaration function, in FamilyCounter text) =>
        text.Count(function.Name) + text.Count(function.Description) + Schema(function.JsonSchema, text);

    /// <summary>Counts a schema as the JSON that it came in.</summary>
    public static TokenCount Schema(JsonElement schema, in FamilyCounter text) =>
        schema.ValueKind == JsonValueKind.Undefined ? TokenCount.Zero : text.CountUtf8(JsonMarshal.GetRawUtf8Value(schema));
}
