using BitFaster.Caching;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Remembers which deployment signed or encrypted a piece of reasoning: providers refuse a request that carries another model's. Thread-safe and bounded.</summary>
internal sealed class SignedReasoning(int capacity)
{
    private const string Reason = "it carries signed reasoning";

    private readonly ICache<ulong, Deployment> _signers = new ConcurrentLruBuilder<ulong, Deployment>().WithCapacity(capacity).Build();

    public void Watch(string signature, Deployment deployment) => _signers.AddOrUpdate(Hash(signature), deployment);

    /// <summary>Finds whose reasoning is sent. Of several, whoever signed last: the newest is what a provider checks first.</summary>
    public ConversationBinding? BindingOf(IReadOnlyList<ChatMessage> messages)
    {
        bool isSigned = false;
        for (int i = messages.Count - 1; i >= 0; i--)
        {
            IList<AIContent> contents = messages[i].Contents;
            for (int j = contents.Count - 1; j >= 0; j--)
            {
                if (contents[j] is not TextReasoningContent { ProtectedData: { Length: > 0 } signature })
                {
                    continue;
                }

                isSigned = true;
                if (_signers.TryGet(Hash(signature), out Deployment? signer))
                {
                    return new ConversationBinding(signer, Reason, IsAbsolute: true);
                }
            }
        }

        return isSigned ? new ConversationBinding(null, Reason) : null;
    }

    private static ulong Hash(string signature) => SampledHash.Of(signature, 0);
}
