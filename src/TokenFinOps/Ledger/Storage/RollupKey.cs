using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Storage;

/// <summary>The values by which entries of one hour are told apart in the sums.</summary>
internal sealed class RollupKey(LedgerEntry entry)
{
    public string? Provider { get; } = entry.Provider;

    public string Model { get; } = entry.Model;

    public string? RequestedModel { get; } = entry.RequestedModel;

    public string? Deployment { get; } = entry.Deployment;

    public string Operation { get; } = entry.Operation;

    public ServiceTier ServiceTier { get; } = entry.ServiceTier;

    public string? CatalogueVersion { get; } = entry.CatalogueVersion;

    public string? ErrorType { get; } = entry.ErrorType;

    public string? FinishReason { get; } = entry.FinishReason;

    public TagSet Tags { get; } = entry.Tags;

    public ClosedValues Closed { get; } = ClosedValues.Of(entry);

    public int Hash { get; } = HashOf(entry);

    /// <summary>Gets a hash code of the values that vary most. It leaves out those that follow from them or have few values.</summary>
    public static int HashOf(LedgerEntry entry) => HashCode.Combine(
        entry.Model, entry.Tags, entry.RequestedModel, entry.Outcome, entry.Kind, entry.FinishReason?.Length ?? 0);

    public bool IsOf(LedgerEntry entry) =>
        Model == entry.Model
        && Tags.Equals(entry.Tags)
        && Closed == ClosedValues.Of(entry)
        && FinishReason == entry.FinishReason
        && Deployment == entry.Deployment
        && RequestedModel == entry.RequestedModel
        && Provider == entry.Provider
        && ErrorType == entry.ErrorType
        && ServiceTier == entry.ServiceTier
        && CatalogueVersion == entry.CatalogueVersion
        && Operation == entry.Operation;

    public string? ValueOf(LedgerDimension dimension) => dimension.Kind switch
    {
        DimensionKind.Tag => dimension.TagOf(Tags),
        DimensionKind.Provider => Provider,
        DimensionKind.Model => Model,
        DimensionKind.RequestedModel => RequestedModel,
        DimensionKind.Deployment => Deployment,
        DimensionKind.Operation => Operation,
        DimensionKind.ServiceTier => ServiceTier.Name,
        DimensionKind.CatalogueVersion => CatalogueVersion,
        DimensionKind.ErrorType => ErrorType,
        DimensionKind.FinishReason => FinishReason,
        _ => Closed.ValueOf(dimension),
    };
}
