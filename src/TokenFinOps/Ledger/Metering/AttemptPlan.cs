using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What the router tells the meter about an attempt that it makes, and what the meter tells back.</summary>
/// <param name="requestId">The request that the attempt belongs to.</param>
/// <param name="routing">What is written on the entry.</param>
/// <param name="baseline">The deployment that would have answered without the router.</param>
/// <param name="baselineModel">The model that calls of that deployment ask for, or <see langword="null"/> for its default.</param>
/// <param name="around">What the stages before the router say.</param>
internal class AttemptPlan(
    Guid requestId, AttemptRouting routing, MeteredDeployment? baseline, string? baselineModel, RequestStage? around = null) : RequestStage(around)
{
    private LedgerEntry? _entry;
    private volatile bool _isSpare;

    public Guid RequestId => requestId;

    public AttemptRouting Routing => routing;

    public MeteredDeployment? Baseline => baseline;

    public string? BaselineModel => baselineModel;

    /// <summary>Gets a value indicating whether the request would have had an attempt like this without the router, so that the baseline's price of it is what it would have cost.</summary>
    public bool StandsForRequest { get; init; } = true;

    /// <summary>Gets what is shared with the attempts that are made at the same time, or <see langword="null"/>.</summary>
    public BaselineClaim? Claim { get; init; }

    /// <summary>Gets or sets a value indicating whether another attempt of the request answered in its place.</summary>
    public bool IsSpare { get => _isSpare; set => _isSpare = value; }

    /// <summary>Gets the baseline cost that earlier attempts of the request already stand for.</summary>
    public decimal BaselineCounted { get; init; }

    /// <summary>Gets the entry, once the attempt is recorded.</summary>
    public LedgerEntry? Entry => Volatile.Read(ref _entry);

    public virtual void Tell(LedgerEntry entry) => Volatile.Write(ref _entry, entry);
}
