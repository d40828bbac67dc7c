using BitFaster.Caching;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Remembers which deployment made a tool call, signed reasoning, or keeps a conversation's state. Thread-safe and bounded.</summary>
/// <remarks>It lives in the process: behind a load balancer, conversations should stay with their process, or a tool loop may begin anew elsewhere.</remarks>
internal sealed class ConversationMemory
{
    private readonly ICache<ulong, Deployment> _owners;
    private readonly SignedReasoning _signed;
    private readonly BackgroundResponses _background;
    private readonly PromptMemory _prompts;

    public ConversationMemory(int capacity, TimeProvider time)
    {
        // The library keeps no fewer than three.
        int kept = Math.Max(capacity, 3);
        _owners = new ConcurrentLruBuilder<ulong, Deployment>().WithCapacity(kept).Build();
        _signed = new SignedReasoning(kept);
        _background = new BackgroundResponses(kept);
        _prompts = new PromptMemory(kept, time);
    }

    /// <summary>Finds what binds a request to a deployment.</summary>
    /// <param name="request">The request.</param>
    /// <param name="conversation">The key of its conversation.</param>
    public ConversationBinding? BindingOf(RoutingRequest request, ulong conversation)
    {
        if (request.Options?.ContinuationToken is { } token && _background.OwnerOf(token) is { } poll)
        {
            return new ConversationBinding(poll, "a background response goes on", IsAbsolute: true, IsKept: true);
        }

        if (request.Options?.ConversationId is { Length: > 0 } id && Owner(ConversationHash(id)) is { } keeper)
        {
            return new ConversationBinding(keeper, "the provider keeps the conversation", IsAbsolute: true, IsKept: true);
        }

        ConversationBinding? signed = request.Needs.HasSignedReasoning ? _signed.BindingOf(request.Messages) : null;
        return signed?.Deployment is not null ? signed : LoopBinding(request, conversation) ?? signed;
    }

    /// <summary>Finds out which conversation a request belongs to and how much of its prompt was answered before.</summary>
    public ConversationPoint Locate(RoutingRequest request) => _prompts.Locate(request, ConversationKey.Of(request));

    /// <summary>Tells how many tokens of a prompt a deployment's provider still has in its cache.</summary>
    public long WarmTokens(AnsweredPrompt prompt, Deployment deployment) => _prompts.WarmTokens(prompt, deployment);

    /// <summary>Remembers who answered.</summary>
    public void Answered(Deployment deployment, in ConversationPoint point, long tokens) => _prompts.Answered(deployment, point, tokens);

    /// <summary>Remembers who gave a part of an answer.</summary>
    public void Watch(Deployment deployment, ulong conversation, ChatResponseUpdate update)
    {
        Watch(deployment, conversation, update.Contents, update.ConversationId);
        if (update.ContinuationToken is { } token)
        {
            _background.Watch(update.ResponseId is { Length: > 0 } id ? SampledHash.Of(id, 0) : conversation, token, deployment);
        }
    }

    /// <summary>Remembers who gave an answer.</summary>
    public void Watch(Deployment deployment, ulong conversation, ChatResponse response)
    {
        foreach (ChatMessage message in response.Messages)
        {
            Watch(deployment, conversation, message.Contents, null);
        }

        Watch(deployment, conversation, [], response.ConversationId);
        if (response.ContinuationToken is { } token)
        {
            _background.Watch(response.ResponseId is { Length: > 0 } id ? SampledHash.Of(id, 0) : conversation, token, deployment);
        }
    }

    private void Watch(Deployment deployment, ulong conversation, IList<AIContent> contents, string? conversationId)
    {
        for (int i = 0; i < contents.Count; i++)
        {
            switch (contents[i])
            {
                case FunctionCallContent { CallId.Length: > 0 } call:
                    _owners.AddOrUpdate(CallHash(call.CallId, conversation), deployment);
                    break;
                case TextReasoningContent { ProtectedData: { Length: > 0 } signature }:
                    _signed.Watch(signature, deployment);
                    break;
            }
        }

        if (conversationId is { Length: > 0 })
        {
            _owners.AddOrUpdate(ConversationHash(conversationId), deployment);
        }
    }

    // A loop is open while the model has not spoken since its calls' results: what a person or an agent's harness throws in does not end it.
    private ConversationBinding? LoopBinding(RoutingRequest request, ulong conversation)
    {
        IReadOnlyList<ChatMessage> messages = request.Messages;
        for (int i = messages.Count - 1; i >= 0 && messages[i].Role != ChatRole.Assistant; i--)
        {
            foreach (AIContent content in messages[i].Contents)
            {
                if (content is FunctionResultContent { CallId.Length: > 0 } result && Owner(CallHash(result.CallId, conversation)) is { } caller)
                {
                    return request.Needs.HasSignedReasoning
                        ? new ConversationBinding(caller, "a tool call is open, with signed reasoning", IsAbsolute: true)
                        : new ConversationBinding(caller, "a tool call is open");
                }
            }
        }

        return null;
    }

    private Deployment? Owner(ulong hash) => _owners.TryGet(hash, out Deployment? owner) ? owner : null;

    private static ulong ConversationHash(string id) => SampledHash.Of(id, 1);

    // Some models number their calls anew in every conversation.
    private static ulong CallHash(string id, ulong conversation) => ConversationKey.Combine(SampledHash.Of(id, 2), conversation);
}
