using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>Reads the arguments of a call as the JSON that Microsoft.Extensions.AI makes of them.</summary>
internal static class JsonArguments
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <returns>An object, or nothing when the arguments cannot be read.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The objects are the caller's: their getters may throw anything.")]
    public static JsonElement Of(FunctionCallContent call)
    {
        if (call.Arguments is not { Count: > 0 } arguments)
        {
            return Empty;
        }

        try
        {
            JsonElement read = JsonSerializer.SerializeToElement(arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object>)));
            return JsonRepair.HasLoneSurrogate(read.GetRawText()) ? default : read;
        }
        catch (Exception)
        {
            return default;
        }
    }
}
