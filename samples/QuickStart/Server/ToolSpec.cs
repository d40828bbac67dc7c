using System.Text.Json;

namespace QuickStart.Server;

/// <summary>A function that the model may call.</summary>
internal sealed record ToolSpec(string Name, string Description, JsonElement? Parameters, string Json);
