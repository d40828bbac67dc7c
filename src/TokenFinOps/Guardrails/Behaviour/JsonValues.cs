using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>Reads arguments and results of tools as the JSON that Microsoft.Extensions.AI makes of them.</summary>
internal static class JsonValues
{
    /// <summary>Makes JSON of a value; what cannot be read has the name of its type.</summary>
    public static JsonElement ToElement(object? value) => value switch
    {
        null => default,
        JsonElement element => element,
        JsonNode node => JsonSerializer.SerializeToElement(node, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonNode))),
        _ => Serialize(value),
    };

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The object is the caller's: its getters may throw anything.")]
    private static JsonElement Serialize(object value)
    {
        try
        {
            return JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));
        }
        catch (Exception)
        {
            return JsonSerializer.SerializeToElement(value.GetType().Name, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(string)));
        }
    }
}
