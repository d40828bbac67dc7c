using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Agent;

/// <summary>A model that needs no key: it asks the same two tools in turn for as long as it may, and answers when it has to.</summary>
/// <param name="minds">Whether it minds being told to call no more tools. Most models do.</param>
internal sealed class ScriptedModel(bool minds) : IChatClient
{
    private static readonly string[] Tools = ["get_order", "ask_warehouse"];
    private static readonly ChatClientMetadata Metadata = new("openai", new Uri("https://api.openai.com/v1"), "gpt-5-mini");

    private int _calls;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        int number = _calls++;
        AIContent[] said = minds && options?.ToolMode is NoneChatToolMode
            ? [new TextContent("Order 4711 is packed and waits for the carrier. The warehouse could not say since when.")]
            : [new TextContent("Let me check."), new FunctionCallContent($"call_{number}", Tools[number % Tools.Length], new Dictionary<string, object?> { ["number"] = 4711 })];
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, said))
        {
            ModelId = "gpt-5-mini",
            Usage = new UsageDetails { InputTokenCount = 400 + (120 * number), OutputTokenCount = 40 },
        });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ChatResponseUpdate update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }
}
