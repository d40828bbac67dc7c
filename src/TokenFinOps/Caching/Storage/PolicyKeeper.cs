using TokenFinOps.Caching.Acceptance;

namespace TokenFinOps.Caching.Storage;

/// <summary>Keeps what an acceptance policy learns in a store, so that it need not be learned again after a restart. Used by one flow of execution at a time.</summary>
/// <remarks>Processes that share a store and its entries share this too: who starts goes on with what was kept last.</remarks>
internal sealed class PolicyKeeper(ISemanticCacheStore store, ILearningAcceptancePolicy policy, string embedder)
{
    // What one embedder's cosines taught is of no use for another's.
    private readonly string _key = $"policy/{policy.GetType().Name}/{embedder}";

    private string? _kept;
    private bool _isRead;

    /// <summary>Takes over what was kept.</summary>
    /// <exception cref="FormatException">It is not what this version of the policy keeps; it is replaced by what is learned from now on.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        string? kept = await store.LoadStateAsync(_key, cancellationToken).ConfigureAwait(false);
        _isRead = true;
        if (kept is not null)
        {
            policy.Import(kept);
            _kept = policy.Export();
        }
    }

    /// <summary>Keeps what there is, if it is news. What could not be read is not replaced by a policy that knows less.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        string state = _isRead ? policy.Export() : string.Empty;
        if (!_isRead || state == _kept)
        {
            return;
        }

        await store.SaveStateAsync(_key, state, cancellationToken).ConfigureAwait(false);
        _kept = state;
    }
}
