using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Compression.Lossless;

namespace TokenFinOps.Compression.Reversible;

/// <summary>The tool by which a model reads a result that was left out of its prompt.</summary>
/// <remarks>It looks through the messages of the conversation first, which function invocation holds in full, and then in the store.</remarks>
internal sealed class RestoreFunction(OmittedResultStore store) : AIFunction
{
    public const string FunctionName = "read_omitted_result";

    private const string Parameter = "id";
    private static readonly JsonElement Schema = JsonDocument.Parse(
        $$$"""{"type":"object","properties":{"{{{Parameter}}}":{"type":"string"}},"required":["{{{Parameter}}}"]}""").RootElement;

    public override string Name => FunctionName;

    public override string Description => "Reads a tool result that was left out, by the id in its place.";

    public override JsonElement JsonSchema => Schema;

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        string handle = arguments.TryGetValue(Parameter, out object? value) ? Text(value) : string.Empty;
        object? found = FromConversation(handle) ?? store.Find(AttributionScope.Current?.Tags ?? TagSet.Empty, handle);
        return new(found ?? $"No result with the id '{handle}' is kept any more. Call the tool again that made it.");
    }

    private static string Text(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        _ => value?.ToString() ?? string.Empty,
    };

    private static object? FromConversation(string handle) => FunctionInvokingChatClient.CurrentContext?.Messages
        .SelectMany(static message => message.Contents)
        .OfType<FunctionResultContent>()
        .FirstOrDefault(result => WireText.Of(result.Result) is { } wire && OmittedResult.HandleOf(result.CallId, wire) == handle)?.Result;
}
