namespace TokenFinOps.Ledger.Query;

/// <summary>Which of an entry's values a <see cref="LedgerDimension"/> is.</summary>
internal enum DimensionKind
{
    None,
    Tag,
    Provider,
    Model,
    RequestedModel,
    Deployment,
    Operation,
    ServiceTier,
    Currency,
    CatalogueVersion,
    EntryKind,
    Outcome,
    UsageOrigin,
    PricingStatus,
    ErrorType,
    FinishReason,
    Run,
    ParentRun,
    Request,
}
