using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Evaluation.Traces;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>A model that reports the token counts of a trace's row. The row travels in the prompt, so that the client keeps no state.</summary>
internal sealed class TraceChatClient : IChatClient
{
    /// <summary>The model that every response names.</summary>
    public const string Model = "trace-model";

    /// <summary>The provider that the client's metadata name.</summary>
    public const string Provider = "trace";

    private static readonly ChatClientMetadata Metadata = new(Provider, defaultModelId: Model);

    /// <summary>Makes the prompt that asks for a row's counts.</summary>
    public static ChatMessage Prompt(TraceCall call) =>
        new(ChatRole.User, string.Create(CultureInfo.InvariantCulture, $"{call.Input} {call.Output} {call.CachedInput} {call.Reasoning}"));

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"))
        {
            ModelId = Model,
            FinishReason = ChatFinishReason.Stop,
            Usage = UsageOf(messages),
        });

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        UsageDetails usage = UsageOf(messages);
        yield return new ChatResponseUpdate(ChatRole.Assistant, "ok") { ModelId = Model };
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]) { ModelId = Model, FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    private static UsageDetails UsageOf(IEnumerable<ChatMessage> messages)
    {
        long[] counts = [.. messages.Last().Text.Split(' ').Select(static text => long.Parse(text, CultureInfo.InvariantCulture))];
        return new UsageDetails
        {
            InputTokenCount = counts[0],
            OutputTokenCount = counts[1],
            TotalTokenCount = counts[0] + counts[1],
            CachedInputTokenCount = counts[2] > 0 ? counts[2] : null,
            ReasoningTokenCount = counts[3] > 0 ? counts[3] : null,
        };
    }
}
