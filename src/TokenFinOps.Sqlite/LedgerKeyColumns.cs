using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Sqlite;

/// <summary>The columns of <c>ledger_key</c> for people, in the order of the table.</summary>
internal static class LedgerKeyColumns
{
    public static IReadOnlyList<LedgerDimension> Dimensions { get; } =
    [
        LedgerDimension.EntryKind, LedgerDimension.Operation, LedgerDimension.Provider, LedgerDimension.Deployment, LedgerDimension.Model,
        LedgerDimension.RequestedModel, LedgerDimension.ServiceTier, LedgerDimension.Currency, LedgerDimension.Outcome, LedgerDimension.UsageOrigin,
        LedgerDimension.PricingStatus, LedgerDimension.ErrorType, LedgerDimension.FinishReason, LedgerDimension.CatalogueVersion,
    ];
}
