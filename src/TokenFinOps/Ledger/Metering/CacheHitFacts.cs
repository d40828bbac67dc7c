using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What is recorded of a request that was answered from the cache.</summary>
/// <param name="Request">Who would have paid.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Cache">What the cache did.</param>
/// <param name="Avoided">What the answer cost when it was made, or <see langword="null"/> when that is not known.</param>
internal readonly record struct CacheHitFacts(FinOpsRequest Request, Guid RequestId, AttemptCache Cache, AnswerCost? Avoided)
{
    public required DateTimeOffset StartedAt { get; init; }

    public required long StartedTicks { get; init; }

    public bool IsStreamed { get; init; }

    public string? RequestedModel { get; init; }

    public LedgerEntry ToEntry(Guid id, TimeSpan duration) => new()
    {
        Id = id,
        Kind = LedgerEntryKind.CacheHit,
        Timestamp = StartedAt,
        RequestId = RequestId,
        RunId = Request.RunId,
        ParentRunId = Request.ParentRunId,
        Provider = Avoided?.Provider,
        Deployment = Avoided?.Deployment,
        Model = Avoided?.Model ?? RequestedModel ?? string.Empty,
        RequestedModel = RequestedModel,
        UsageOrigin = UsageOrigin.Reported,
        Duration = duration,
        Cost = CostBreakdown.Free(Avoided?.Currency ?? CurrencyCode.Usd),
        BaselineCost = Avoided?.Baseline,
        SavingsByLever = Avoided is { Effective: { } effective } ? Avoided.Savings with { Cache = effective } : null,
        Cache = Cache with { Saved = Avoided?.Baseline },
        Tags = Request.Tags,
        Notes = (IsStreamed ? MeteringNotes.Streamed : MeteringNotes.None) | (Request.ViolatesTagPolicy ? MeteringNotes.TagPolicyViolated : MeteringNotes.None),
    };
}
