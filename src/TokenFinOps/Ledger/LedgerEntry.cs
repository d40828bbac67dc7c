using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Ledger;

/// <summary>One line of the cost ledger: one physical call of one deployment, a correction of one, or an answer from the cache.</summary>
/// <remarks>Immutable and thread-safe. It holds counts, names and tags; never text of a prompt or an answer.</remarks>
public sealed record LedgerEntry
{
    private const long NoFirstUpdate = long.MinValue;

    // Every call makes one and ledgers keep many, so what may be unknown is packed tighter than in a Nullable.
    private readonly decimal _baselineCost;
    private readonly bool _hasBaselineCost;
    private readonly long _firstUpdateTicks = NoFirstUpdate;

    /// <summary>Gets the idempotency key. A ledger that is given the same key twice counts it once.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets what the entry records. The default is <see cref="LedgerEntryKind.Attempt"/>.</summary>
    public LedgerEntryKind Kind { get; init; }

    /// <summary>Gets when the attempt began, in UTC. For a correction, when the corrected attempt began, so that it lands in the same period.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Gets the request that the attempt belongs to: one call of the application into the pipeline, however many attempts it took.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>Gets the run that the request belongs to: one agent run or user action.</summary>
    public string? RunId { get; init; }

    /// <summary>Gets the run that started the run, when it is nested.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>Gets what a correction corrects; <see langword="null"/> for an attempt.</summary>
    public EntryCorrection? Correction { get; init; }

    /// <summary>Gets what was asked for: <c>chat</c> or <c>embeddings</c>. The default is <c>chat</c>.</summary>
    public string Operation { get; init; } = "chat";

    /// <summary>Gets the provider's id, e.g. <c>openai</c>, or <see langword="null"/> when unknown.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the name of the deployment, when the user gave it one.</summary>
    public string? Deployment { get; init; }

    /// <summary>Gets the model that served the attempt, else the model that was asked for; empty when neither is known.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the model that was asked for, when the request names one.</summary>
    public string? RequestedModel { get; init; }

    /// <summary>Gets the service tier that served the attempt, else the one asked for.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>Gets how the attempt ended.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>Gets the type of the exception that ended a failed attempt. Its message is not kept: it may quote the prompt.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Gets the provider's reason to stop, e.g. <c>stop</c> or <c>length</c>.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Gets the provider's id of the response.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Gets how long the attempt took, by the monotonic timer.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets how long the first update of a stream took, or <see langword="null"/> when there was none.</summary>
    public TimeSpan? TimeToFirstUpdate
    {
        get => _firstUpdateTicks == NoFirstUpdate ? null : new TimeSpan(_firstUpdateTicks);
        init => _firstUpdateTicks = value?.Ticks ?? NoFirstUpdate;
    }

    /// <summary>Gets what the attempt used: inclusive counts.</summary>
    public Usage Usage { get; init; }

    /// <summary>Gets where the counts come from.</summary>
    public UsageOrigin UsageOrigin { get; init; }

    /// <summary>Gets what the attempt cost.</summary>
    public required CostBreakdown Cost { get; init; }

    /// <summary>Gets the effective cost that the same request would have had without the levers, or <see langword="null"/> when unknown. Without levers it is the effective cost.</summary>
    public decimal? BaselineCost
    {
        get => _hasBaselineCost ? _baselineCost : null;
        init
        {
            _hasBaselineCost = value.HasValue;
            _baselineCost = value.GetValueOrDefault();
        }
    }

    /// <summary>Gets what each lever saved; <see langword="null"/> when none acted. Its total is <see cref="BaselineCost"/> less the effective cost.</summary>
    public LeverSavings? SavingsByLever { get; init; }

    /// <summary>Gets the name that prices were looked up by, so that the attempt can be re-rated; <see langword="null"/> when it is <see cref="Model"/>.</summary>
    public string? PricedAs { get; init; }

    /// <summary>Gets the version of the catalogue that priced the attempt.</summary>
    public string? CatalogueVersion { get; init; }

    /// <summary>Gets how the model's name led to its prices, or <see langword="null"/> when it did not.</summary>
    public PriceMatchKind? PriceMatch { get; init; }

    /// <summary>Gets the agreed terms that priced the attempt, so that it can be re-rated; <see langword="null"/> for the default terms.</summary>
    public PricingTerms? Terms { get; init; }

    /// <summary>Gets how the router came to make the attempt: its tier, what it was made for, and on the first attempt of a request why. The default is <see langword="null"/>: no router, no tier.</summary>
    public AttemptRouting? Routing { get; init; }

    /// <summary>Gets what the compressor did to the prompt, or would have done. The default is <see langword="null"/>: there is no compressor, or nothing to do.</summary>
    public AttemptCompression? Compression { get; init; }

    /// <summary>Gets what the semantic cache did about the request. The default is <see langword="null"/>: there is no cache, or it stayed out.</summary>
    public AttemptCache? Cache { get; init; }

    /// <summary>Gets who pays, or why.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>Gets what else is worth knowing about how the attempt was metered.</summary>
    public MeteringNotes Notes { get; init; }
}
