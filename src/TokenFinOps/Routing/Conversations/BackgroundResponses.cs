using System.IO.Hashing;
using BitFaster.Caching;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Deployments;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Remembers which deployment makes a background response, by the newest token with which it can be asked for. Thread-safe and bounded.</summary>
/// <remarks>Apart from what else is remembered: every update of a stream has a token of its own, and one long answer would push out all other bindings.</remarks>
internal sealed class BackgroundResponses(int capacity)
{
    private readonly ICache<ulong, Deployment> _owners = new ConcurrentLruBuilder<ulong, Deployment>().WithCapacity(capacity).Build();
    private readonly ICache<ulong, ulong> _newest = new ConcurrentLruBuilder<ulong, ulong>().WithCapacity(capacity).Build();

    public Deployment? OwnerOf(ResponseContinuationToken token) => _owners.TryGet(Hash(token), out Deployment? owner) ? owner : null;

    /// <summary>Remembers a token in place of the response's token before.</summary>
    /// <param name="response">Which response: its id, or else its conversation's key.</param>
    /// <param name="token">The token.</param>
    /// <param name="deployment">Who makes the response.</param>
    public void Watch(ulong response, ResponseContinuationToken token, Deployment deployment)
    {
        ulong hash = Hash(token);
        if (_newest.TryGet(response, out ulong before) && before != hash)
        {
            _owners.TryRemove(before);
        }

        _owners.AddOrUpdate(hash, deployment);
        _newest.AddOrUpdate(response, hash);
    }

    private static ulong Hash(ResponseContinuationToken token) => XxHash3.HashToUInt64(token.ToBytes().Span);
}
