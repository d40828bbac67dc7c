using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Storage;

/// <summary>The values of an entry that come from small, closed sets. They are known even of entries in the overflow.</summary>
internal readonly record struct ClosedValues(
    string Currency, LedgerEntryKind Kind, AttemptOutcome Outcome, UsageOrigin UsageOrigin, PricingStatus PricingStatus)
{
    public static ClosedValues Of(LedgerEntry entry) =>
        new(entry.Cost.Currency, entry.Kind, entry.Outcome, entry.UsageOrigin, entry.Correction?.MeteredStatus ?? entry.Cost.Status);

    public static bool Has(LedgerDimension dimension) => dimension.Kind is
        DimensionKind.Currency or DimensionKind.EntryKind or DimensionKind.Outcome or DimensionKind.UsageOrigin or DimensionKind.PricingStatus;

    /// <summary>Gets a value, the overflow's mark for one that is not known.</summary>
    public string ValueOf(LedgerDimension dimension) => dimension.Kind switch
    {
        DimensionKind.Currency => Currency,
        DimensionKind.EntryKind => ClosedSets.Name(Kind),
        DimensionKind.Outcome => ClosedSets.Name(Outcome),
        DimensionKind.UsageOrigin => ClosedSets.Name(UsageOrigin),
        DimensionKind.PricingStatus => ClosedSets.Name(PricingStatus),
        _ => LedgerDimension.OverflowValue,
    };
}
