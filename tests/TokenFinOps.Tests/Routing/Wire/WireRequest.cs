using System.Text.Json;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>A request as a provider received it.</summary>
/// <param name="Deployment">Whom it was sent to.</param>
/// <param name="Body">What was sent.</param>
/// <param name="IsStreaming">Whether the answer is streamed.</param>
internal sealed record WireRequest(string Deployment, JsonElement Body, bool IsStreaming)
{
    public string Model => Body.GetProperty("model").GetString()!;

    /// <summary>Gets what the user said last.</summary>
    public string Prompt => TextOf(Messages.Last(static message => RoleOf(message) == "user"));

    /// <summary>Gets what a tool returned, when it is the tool's turn that must be answered.</summary>
    public string? ToolResult => Messages.Last() is var last && RoleOf(last) == "tool" ? TextOf(last) : null;

    public bool HasTools => Body.TryGetProperty("tools", out JsonElement tools) && tools.ValueKind == JsonValueKind.Array && tools.GetArrayLength() > 0;

    private IEnumerable<JsonElement> Messages => Body.GetProperty("messages").EnumerateArray();

    private static string? RoleOf(JsonElement message) => message.GetProperty("role").GetString();

    private static string TextOf(JsonElement message) => message.GetProperty("content") is { ValueKind: JsonValueKind.Array } parts
        ? string.Concat(parts.EnumerateArray().Select(static part => part.GetProperty("text").GetString()))
        : message.GetProperty("content").GetString()!;
}
