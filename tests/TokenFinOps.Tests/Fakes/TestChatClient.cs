using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Tests.Fakes;

/// <summary>A provider whose answers a test sets. Either way of calling it works from the same updates.</summary>
internal sealed class TestChatClient : IChatClient
{
    private int _calls;

    public Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, Task<ChatResponse>>? Respond { get; set; }

    public Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>? Stream { get; set; }

    public ChatClientMetadata Metadata { get; set; } = new("openai", new Uri("https://api.openai.com/v1"), "gpt-test");

    /// <summary>How often it was called, also from many threads at once.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The messages of the newest call.</summary>
    public IReadOnlyList<ChatMessage> Sent { get; private set; } = [];

    public static TestChatClient Answering(string text = "hello", UsageDetails? usage = null, string? model = "gpt-test") => new()
    {
        Respond = (_, _, _) => Task.FromResult(Answer(text, usage, model)),
        Stream = (_, _, token) => Updates(text, usage, model, token),
    };

    public static ChatResponse Answer(string text, UsageDetails? usage, string? model) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        ModelId = model,
        ResponseId = "response-1",
        FinishReason = ChatFinishReason.Stop,
        Usage = usage,
    };

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        // Not read back: of callers at once another one may have set it meanwhile.
        IReadOnlyList<ChatMessage> sent = Sent = [.. messages];
        return await Respond!(sent, options, cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        IReadOnlyList<ChatMessage> sent = Sent = [.. messages];
        return Stream!(sent, options, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Updates(
        string text, UsageDetails? usage, string? model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string word in text.Split(' '))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, word + " ") { ModelId = model, ResponseId = "response-1" };
        }

        yield return new ChatResponseUpdate
        {
            ModelId = model,
            ResponseId = "response-1",
            FinishReason = ChatFinishReason.Stop,
            Contents = usage is null ? [] : [new UsageContent(usage)],
        };
    }
}
