using Microsoft.Extensions.AI;

namespace TokenFinOps.Benchmarks;

/// <summary>A provider that answers at once: what is measured around it is middleware alone.</summary>
internal sealed class StubChatClient : IChatClient
{
    private const int Updates = 20;

    private static readonly ChatClientMetadata Metadata = new("openai", new Uri("https://api.openai.com/v1"), "gpt-4o-mini");

    private static readonly UsageDetails Usage = new() { InputTokenCount = 1_200, OutputTokenCount = 250, CachedInputTokenCount = 0, ReasoningTokenCount = 0 };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "fine"))
        {
            ModelId = "gpt-4o-mini-2024-07-18",
            ResponseId = "response",
            FinishReason = ChatFinishReason.Stop,
            Usage = Usage,
        });

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        for (int i = 1; i < Updates; i++)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "word ") { ModelId = "gpt-4o-mini-2024-07-18", ResponseId = "response" };
        }

        yield return new ChatResponseUpdate { ModelId = "gpt-4o-mini-2024-07-18", ResponseId = "response", FinishReason = ChatFinishReason.Stop, Contents = [new UsageContent(Usage)] };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
