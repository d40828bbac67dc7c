using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement.Json;

namespace TokenFinOps.Routing.Agreement;

/// <summary>Finds the schema of a tool's arguments.</summary>
internal static class ToolSchemas
{
    public static AIFunctionDeclaration? Find(string name, IList<AITool>? tools) =>
        tools?.OfType<AIFunctionDeclaration>().FirstOrDefault(tool => tool.Name == name);

    public static JsonSchemaView Of(string name, IList<AITool>? tools) => Find(name, tools) is { } tool ? JsonSchemaView.Of(tool.JsonSchema) : default;
}
