using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What the semantic cache tells the meter about a request that it hands on, and what the meter tells back: what the answer cost. Thread-safe.</summary>
/// <param name="around">What the stages before it say.</param>
/// <param name="requestId">The request.</param>
/// <param name="cache">What is written on the entries of its attempts.</param>
internal sealed class CacheStage(RequestStage? around, Guid requestId, AttemptCache cache) : RequestStage(around)
{
    private readonly Lock _lock = new();
    private readonly List<LedgerEntry> _entries = [];

    public Guid RequestId => requestId;

    public AttemptCache Cache => cache;

    /// <summary>Gets a value indicating whether the call is made only for the cache: without it, it would have cost nothing.</summary>
    public bool IsOwnCall => cache.Lookup == CacheLookup.OwnCall;

    /// <summary>Gets a value indicating whether the answer would have come from the cache, so that what it costs is what was not saved.</summary>
    public bool IsWatchedHit => cache.Mode != CacheMode.On && cache.Lookup is CacheLookup.ExactHit or CacheLookup.SemanticHit;

    public void Tell(LedgerEntry entry)
    {
        lock (_lock)
        {
            _entries.Add(entry);
        }
    }

    /// <summary>Gets what the attempts cost that a repeated request would make again, or <see langword="null"/> when none has succeeded or they are in several currencies.</summary>
    public AnswerCost? Answer()
    {
        lock (_lock)
        {
            List<LedgerEntry> made = _entries.FindAll(static entry => entry.Outcome == AttemptOutcome.Succeeded && entry.Routing?.Role != AttemptRole.Shadow);
            if (made.Count == 0 || made.Exists(entry => entry.Cost.Currency != made[0].Cost.Currency))
            {
                return null;
            }

            LedgerEntry answer = made.FindLast(static entry => entry.Routing?.Role is not AttemptRole.Judge) ?? made[^1];
            return new AnswerCost(
                made[0].Cost.Currency,
                made.Exists(static entry => entry.Cost.Effective is null) ? null : made.Sum(static entry => entry.Cost.Effective),
                new LeverSavings
                {
                    Router = made.Sum(static entry => entry.SavingsByLever?.Router ?? 0),
                    Compressor = made.Sum(static entry => entry.SavingsByLever?.Compressor ?? 0),
                })
            {
                Model = answer.Model,
                RequestedModel = answer.RequestedModel,
                Provider = answer.Provider,
                Deployment = answer.Deployment,
                OutputTokens = answer.Usage.OutputTokens,
            };
        }
    }

    /// <summary>Gets what all attempts cost together, as far as it is known, in any one currency.</summary>
    public decimal Spent()
    {
        lock (_lock)
        {
            return _entries.Sum(static entry => entry.Cost.Effective ?? 0);
        }
    }
}
