using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>How an invoice is matched against the ledger.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ReconciliationOptions
{
    /// <summary>Gets the id of the provider whose invoice it is, so that only its entries are compared; <see langword="null"/>, the default, compares all.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets which entries are compared besides. Its period is ignored: <see cref="From"/> and <see cref="To"/> say it. The default is all.</summary>
    public LedgerFilter Filter { get; init; } = LedgerFilter.All;

    /// <summary>Gets the catalogue by whose rules model names are matched: dated names, prefixes, names for people. The default is the shipped one.</summary>
    public PriceCatalogue Catalogue { get; init; } = PriceCatalogue.Shipped;

    /// <summary>Gets the time zone of the invoice's days. The default is UTC, which providers use.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Gets the first day that is compared. The default is <see langword="null"/>: the invoice's first.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Gets the last day that is compared. The default is <see langword="null"/>: the invoice's last.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Gets the tag whose values are the provider's projects, to compare by them as well. The default is <see langword="null"/>: they are not compared.</summary>
    public string? ProjectTag { get; init; }

    /// <summary>Gets the tag whose values are the names of API keys, to compare by them as well. The default is <see langword="null"/>: they are not compared.</summary>
    public string? ApiKeyTag { get; init; }

    /// <summary>Gets which of the ledger's costs is compared. The default is <see cref="ReconciliationBasis.Effective"/>.</summary>
    public ReconciliationBasis Basis { get; init; }

    /// <summary>Gets the difference, in the currency, up to which a line is matched. The default is 0.01: exports are rounded to cents.</summary>
    public decimal AbsoluteTolerance { get; init; } = 0.01m;

    /// <summary>Gets the share of the invoice's amount, or of its tokens, up to which a line is matched. The default is 0.001, a tenth of a percent.</summary>
    public decimal RelativeTolerance { get; init; } = 0.001m;

    internal void Validate()
    {
        if (AbsoluteTolerance < 0 || RelativeTolerance < 0)
        {
            throw new ArgumentException($"{nameof(AbsoluteTolerance)} {AbsoluteTolerance} and {nameof(RelativeTolerance)} {RelativeTolerance} cannot be negative; use 0 for exact.");
        }

        if (To < From)
        {
            throw new ArgumentException($"{nameof(To)} {To:O} is before {nameof(From)} {From:O}.");
        }
    }
}
