using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.ToolTraffic;

/// <summary>A tool that returns what it returned when the run was recorded; a call's id may stand for several calls, one after the other.</summary>
internal sealed class RecordedTool(string name, IReadOnlyDictionary<string, Queue<JsonElement>> results) : AIFunction
{
    public override string Name => name;

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        new(results.TryGetValue(FunctionInvokingChatClient.CurrentContext!.CallContent.CallId, out Queue<JsonElement>? recorded) && recorded.TryDequeue(out JsonElement result)
            ? result
            : ToolResults.Typed("Done."));
}
