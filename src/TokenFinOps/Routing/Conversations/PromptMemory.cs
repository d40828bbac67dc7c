using BitFaster.Caching;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Remembers which prompts were answered by whom, so that a longer prompt that begins with one of them finds whose provider has that beginning in its cache. Thread-safe and bounded.</summary>
/// <remarks>
/// 1. A prompt's number is made message by message, from instructions and tools on, as a provider's cache compares prompts.
/// 2. An answered prompt is remembered under its number, and under that of all but its last message, which agents rewrite.
/// 3. A request asks for its own number, then for that of one message less, and so on: the first that is known is the longest.
/// </remarks>
internal sealed class PromptMemory(int capacity, TimeProvider time)
{
    private const int MostOnStack = 128;
    private const int CharactersPerToken = 4;

    private readonly ICache<ulong, AnsweredPrompt> _answered = new ConcurrentLruBuilder<ulong, AnsweredPrompt>().WithCapacity(2 * capacity).Build();

    public ConversationPoint Locate(RoutingRequest request, ulong key)
    {
        IReadOnlyList<ChatMessage> messages = request.Messages;
        Span<ulong> numbers = messages.Count <= MostOnStack ? stackalloc ulong[messages.Count] : new ulong[messages.Count];
        ulong number = ConversationKey.Combine(ConversationKey.Combine(key, request.WorkloadHash), SampledHash.Of(request.Options?.Instructions, 1));
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = number = ConversationKey.Combine(number, MessageHash.Of(messages[i]));
        }

        AnsweredPrompt? known = null;
        for (int i = numbers.Length - 1; i >= 0 && known is null; i--)
        {
            known = _answered.TryGet(numbers[i], out AnsweredPrompt? found) ? found : null;
        }

        return numbers.Length < 2
            ? new ConversationPoint(key, number, 0, 0, known)
            : new ConversationPoint(key, number, numbers[^2], Math.Max(0, request.InputTokens - TokensOf(messages[^1])), known);
    }

    public long WarmTokens(AnsweredPrompt prompt, Deployment deployment)
    {
        foreach (WarmPrefix warm in prompt.Warm)
        {
            if (ReferenceEquals(warm.Deployment, deployment))
            {
                return time.GetElapsedTime(warm.At) <= deployment.Options.PromptCacheLifetime ? warm.Tokens : 0;
            }
        }

        return 0;
    }

    public void Answered(Deployment deployment, in ConversationPoint point, long tokens)
    {
        if (point.Prompt == 0)
        {
            return;
        }

        long now = time.GetTimestamp();
        _answered.AddOrUpdate(point.Prompt, AnsweredPrompt.After(point.Known, new WarmPrefix(deployment, tokens, now)));
        if (point.Shorter != 0)
        {
            _answered.AddOrUpdate(point.Shorter, AnsweredPrompt.After(point.Known, new WarmPrefix(deployment, Math.Min(tokens, point.ShorterTokens), now)));
        }
    }

    // As the request's own tokens are counted: by their text.
    private static long TokensOf(ChatMessage message)
    {
        long characters = 0;
        for (int i = 0; i < message.Contents.Count; i++)
        {
            characters += message.Contents[i] switch
            {
                TextContent text => text.Text.Length,
                FunctionResultContent { Result: string result } => result.Length,
                _ => 0,
            };
        }

        return characters / CharactersPerToken;
    }
}
