using TokenFinOps.Attribution;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>What ledger entries can be filtered and grouped by: one of their built-in values, or a tag.</summary>
/// <remarks>
/// <para>A string becomes the tag of that key, so that <c>GroupBy("team", "feature")</c> reads well; the built-in ones are the static members.</para>
/// <para>Values are text. Those of closed sets are the names of the enum's members, e.g. <c>PartiallyPriced</c>. Immutable and thread-safe.</para>
/// </remarks>
public readonly record struct LedgerDimension
{
    /// <summary>Stands for the value of an entry whose own value is no longer known, because the ledger keeps only its sum. See <see cref="LedgerReport.Overflow"/>.</summary>
    public const string OverflowValue = "(overflow)";

    private readonly string? _tag;

    private LedgerDimension(DimensionKind kind, string? tag = null)
    {
        Kind = kind;
        _tag = tag;
    }

    /// <summary>Gets the provider's id.</summary>
    public static LedgerDimension Provider { get; } = new(DimensionKind.Provider);

    /// <summary>Gets the model that served the attempt.</summary>
    public static LedgerDimension Model { get; } = new(DimensionKind.Model);

    /// <summary>Gets the model that was asked for.</summary>
    public static LedgerDimension RequestedModel { get; } = new(DimensionKind.RequestedModel);

    /// <summary>Gets the name of the deployment.</summary>
    public static LedgerDimension Deployment { get; } = new(DimensionKind.Deployment);

    /// <summary>Gets what was asked for: <c>chat</c> or <c>embeddings</c>.</summary>
    public static LedgerDimension Operation { get; } = new(DimensionKind.Operation);

    /// <summary>Gets the service tier's name.</summary>
    public static LedgerDimension ServiceTier { get; } = new(DimensionKind.ServiceTier);

    /// <summary>Gets the ISO 4217 code of the currency. Every row of a report has one, whether it is grouped by or not.</summary>
    public static LedgerDimension Currency { get; } = new(DimensionKind.Currency);

    /// <summary>Gets the version of the price catalogue.</summary>
    public static LedgerDimension CatalogueVersion { get; } = new(DimensionKind.CatalogueVersion);

    /// <summary>Gets the kind of entry, a name of <see cref="LedgerEntryKind"/>.</summary>
    public static LedgerDimension EntryKind { get; } = new(DimensionKind.EntryKind);

    /// <summary>Gets how the attempt ended, a name of <see cref="AttemptOutcome"/>.</summary>
    public static LedgerDimension Outcome { get; } = new(DimensionKind.Outcome);

    /// <summary>Gets where the token counts come from, a name of <see cref="Ledger.UsageOrigin"/>.</summary>
    public static LedgerDimension UsageOrigin { get; } = new(DimensionKind.UsageOrigin);

    /// <summary>
    /// Gets whether the attempt could be priced when it was metered, a name of <see cref="Pricing.PricingStatus"/>. Corrections stay with the attempt that they
    /// correct; how many attempts are unpriced now is <see cref="LedgerTotals.Unpriced"/>.
    /// </summary>
    public static LedgerDimension PricingStatus { get; } = new(DimensionKind.PricingStatus);

    /// <summary>Gets the type of the exception that ended a failed attempt.</summary>
    public static LedgerDimension ErrorType { get; } = new(DimensionKind.ErrorType);

    /// <summary>Gets the provider's reason to stop.</summary>
    public static LedgerDimension FinishReason { get; } = new(DimensionKind.FinishReason);

    /// <summary>Gets the run. A ledger that keeps sums only answers for runs whose entries it still has.</summary>
    public static LedgerDimension Run { get; } = new(DimensionKind.Run);

    /// <summary>Gets the run that started the run. Answered like <see cref="Run"/>.</summary>
    public static LedgerDimension ParentRun { get; } = new(DimensionKind.ParentRun);

    /// <summary>Gets the request's id, in the form <c>6f9619ff-8b86-d011-b42d-00c04fc964ff</c>. Answered like <see cref="Run"/>.</summary>
    public static LedgerDimension Request { get; } = new(DimensionKind.Request);

    /// <summary>Gets the name, e.g. <c>Model</c> or <c>team</c>.</summary>
    public string Name => _tag ?? Kind.ToString();

    /// <summary>Gets a value indicating whether this is a tag.</summary>
    public bool IsTag => Kind == DimensionKind.Tag;

    /// <summary>Gets a value indicating whether this has about as many values as there are requests, so that sums by it cannot be kept.</summary>
    internal bool IsPerRequest => Kind is DimensionKind.Run or DimensionKind.ParentRun or DimensionKind.Request;

    internal DimensionKind Kind { get; }

    /// <summary>Makes the tag of a key.</summary>
    /// <param name="key">The key.</param>
    public static implicit operator LedgerDimension(string key) => Tag(key);

    /// <summary>Makes the dimension of a tag.</summary>
    /// <param name="key">The tag's key, without regard to case.</param>
    /// <returns>The dimension.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static LedgerDimension Tag(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new LedgerDimension(DimensionKind.Tag, key);
    }

    /// <summary>Makes the dimension of a tag: what the conversion of a string does.</summary>
    /// <param name="key">The tag's key.</param>
    /// <returns>The dimension.</returns>
    public static LedgerDimension FromString(string key) => Tag(key);

    /// <summary>Gets an entry's value.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The value, or <see langword="null"/> when the entry has none: the tag is missing, the provider unknown.</returns>
    public string? ValueOf(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Kind switch
        {
            DimensionKind.Tag => TagOf(entry.Tags),
            DimensionKind.Provider => entry.Provider,
            DimensionKind.Model => entry.Model,
            DimensionKind.RequestedModel => entry.RequestedModel,
            DimensionKind.Deployment => entry.Deployment,
            DimensionKind.Operation => entry.Operation,
            DimensionKind.ServiceTier => entry.ServiceTier.Name,
            DimensionKind.Currency => entry.Cost.Currency,
            DimensionKind.CatalogueVersion => entry.CatalogueVersion,
            DimensionKind.EntryKind => ClosedSets.Name(entry.Kind),
            DimensionKind.Outcome => ClosedSets.Name(entry.Outcome),
            DimensionKind.UsageOrigin => ClosedSets.Name(entry.UsageOrigin),
            DimensionKind.PricingStatus => ClosedSets.Name(entry.Correction?.MeteredStatus ?? entry.Cost.Status),
            DimensionKind.ErrorType => entry.ErrorType,
            DimensionKind.FinishReason => entry.FinishReason,
            DimensionKind.Run => entry.RunId,
            DimensionKind.ParentRun => entry.ParentRunId,
            DimensionKind.Request => entry.RequestId.ToString(),
            _ => throw NotADimension(),
        };
    }

    /// <inheritdoc/>
    public bool Equals(LedgerDimension other) => Kind == other.Kind && string.Equals(_tag, other._tag, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _tag is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_tag));

    /// <summary>Gets the name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    internal static ArgumentException NotADimension() => new("The default LedgerDimension is not a dimension; use a static member or LedgerDimension.Tag.");

    internal string? TagOf(TagSet tags) => tags.TryGetValue(_tag!, out string? value) ? value : null;

    /// <summary>Writes a value as entries have it, so that a filter in another case or by another name for the same thing finds them.</summary>
    internal string Canonical(string value) => Kind switch
    {
        DimensionKind.ServiceTier => Pricing.ServiceTier.Of(value).Name,
        DimensionKind.Currency => CurrencyCode.Canonical(value),
        DimensionKind.EntryKind => ClosedSets.Canonical<LedgerEntryKind>(value),
        DimensionKind.Outcome => ClosedSets.Canonical<AttemptOutcome>(value),
        DimensionKind.UsageOrigin => ClosedSets.Canonical<UsageOrigin>(value),
        DimensionKind.PricingStatus => ClosedSets.Canonical<PricingStatus>(value),
        DimensionKind.Request when Guid.TryParse(value, out Guid id) => id.ToString(),
        DimensionKind.None => throw NotADimension(),
        _ => value,
    };
}
