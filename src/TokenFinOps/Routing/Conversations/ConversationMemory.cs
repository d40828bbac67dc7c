using System.IO.Hashing;
using System.Runtime.InteropServices;
using BitFaster.Caching;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Remembers which deployment made a tool call, keeps a conversation's state, or has its beginning in the prompt cache. Thread-safe and bounded.</summary>
/// <remarks>It lives in the process: behind a load balancer, conversations should stay with their process, or a tool loop may begin anew elsewhere.</remarks>
internal sealed class ConversationMemory
{
    private readonly ICache<ulong, Deployment> _owners;
    private readonly ICache<ulong, Deployment> _last;
    private readonly ICache<(ulong Conversation, Deployment Deployment), WarmPrefix> _warm;
    private readonly TimeProvider _time;

    public ConversationMemory(int capacity, TimeProvider time)
    {
        // The library keeps no fewer than three.
        _owners = new ConcurrentLruBuilder<ulong, Deployment>().WithCapacity(Math.Max(capacity, 3)).Build();
        _last = new ConcurrentLruBuilder<ulong, Deployment>().WithCapacity(Math.Max(capacity, 3)).Build();
        _warm = new ConcurrentLruBuilder<(ulong, Deployment), WarmPrefix>().WithCapacity(Math.Max(capacity, 3)).Build();
        _time = time;
    }

    /// <summary>Finds what binds a request to a deployment.</summary>
    public ConversationBinding? BindingOf(RoutingRequest request)
    {
        if (request.Options?.ContinuationToken is { } token && Owner(TokenHash(token)) is { } poll)
        {
            return new ConversationBinding(poll, "a background response goes on", true);
        }

        if (request.Options?.ConversationId is { Length: > 0 } conversation && Owner(Hash(conversation, 1)) is { } keeper)
        {
            return new ConversationBinding(keeper, "the provider keeps the conversation", true);
        }

        return LoopBinding(request);
    }

    /// <summary>Finds who answered the conversation's last turn.</summary>
    public Deployment? LastOf(ulong conversation) => _last.TryGet(conversation, out Deployment? last) ? last : null;

    /// <summary>Tells how many tokens of the conversation a deployment's provider still has in its cache.</summary>
    public long WarmTokens(ulong conversation, Deployment deployment) =>
        _warm.TryGet((conversation, deployment), out WarmPrefix? warm) && _time.GetElapsedTime(warm.At) <= deployment.Options.PromptCacheLifetime ? warm.Tokens : 0;

    /// <summary>Remembers who answered.</summary>
    public void Answered(Deployment deployment, ulong conversation, long tokens)
    {
        _last.AddOrUpdate(conversation, deployment);
        _warm.AddOrUpdate((conversation, deployment), new WarmPrefix(tokens, _time.GetTimestamp()));
    }

    /// <summary>Remembers who made the calls and keeps the state in a part of an answer.</summary>
    public void Watch(Deployment deployment, IList<AIContent> contents, string? conversationId, ResponseContinuationToken? token)
    {
        for (int i = 0; i < contents.Count; i++)
        {
            if (contents[i] is FunctionCallContent { CallId.Length: > 0 } call)
            {
                _owners.AddOrUpdate(Hash(call.CallId, 2), deployment);
            }
        }

        if (conversationId is { Length: > 0 })
        {
            _owners.AddOrUpdate(Hash(conversationId, 1), deployment);
        }

        if (token is not null)
        {
            _owners.AddOrUpdate(TokenHash(token), deployment);
        }
    }

    // A loop is open while the last message that is not the model's own carries results of its calls.
    private ConversationBinding? LoopBinding(RoutingRequest request)
    {
        IReadOnlyList<ChatMessage> messages = request.Messages;
        for (int i = messages.Count - 1; i >= 0; i--)
        {
            bool hasResult = false;
            foreach (AIContent content in messages[i].Contents)
            {
                if (content is FunctionResultContent { CallId.Length: > 0 } result)
                {
                    hasResult = true;
                    if (Owner(Hash(result.CallId, 2)) is { } caller)
                    {
                        return request.Needs.HasSignedReasoning
                            ? new ConversationBinding(caller, "a tool call is open, with signed reasoning", true)
                            : new ConversationBinding(caller, "a tool call is open", false);
                    }
                }
            }

            if (!hasResult)
            {
                return null;
            }
        }

        return null;
    }

    private Deployment? Owner(ulong hash) => _owners.TryGet(hash, out Deployment? owner) ? owner : null;

    private static ulong TokenHash(ResponseContinuationToken token) => XxHash3.HashToUInt64(token.ToBytes().Span, 3);

    private static ulong Hash(string text, long kind) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), kind);
}
