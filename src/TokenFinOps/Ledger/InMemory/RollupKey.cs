using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.InMemory;

/// <summary>The values by which entries of one hour are told apart in the sums.</summary>
internal sealed class RollupKey(LedgerEntry entry)
{
    private readonly string? _provider = entry.Provider;
    private readonly string _model = entry.Model;
    private readonly string? _requestedModel = entry.RequestedModel;
    private readonly string? _deployment = entry.Deployment;
    private readonly string _operation = entry.Operation;
    private readonly ServiceTier _serviceTier = entry.ServiceTier;
    private readonly string? _catalogueVersion = entry.CatalogueVersion;
    private readonly string? _errorType = entry.ErrorType;
    private readonly string? _finishReason = entry.FinishReason;
    private readonly TagSet _tags = entry.Tags;

    public ClosedValues Closed { get; } = ClosedValues.Of(entry);

    public int Hash { get; } = HashOf(entry);

    /// <summary>Gets a hash code of the values that vary most. It leaves out those that follow from them or have few values.</summary>
    public static int HashOf(LedgerEntry entry) => HashCode.Combine(
        entry.Model, entry.Tags, entry.RequestedModel, entry.Outcome, entry.Kind, entry.FinishReason?.Length ?? 0);

    public bool IsOf(LedgerEntry entry) =>
        _model == entry.Model
        && _tags.Equals(entry.Tags)
        && Closed == ClosedValues.Of(entry)
        && _finishReason == entry.FinishReason
        && _deployment == entry.Deployment
        && _requestedModel == entry.RequestedModel
        && _provider == entry.Provider
        && _errorType == entry.ErrorType
        && _serviceTier == entry.ServiceTier
        && _catalogueVersion == entry.CatalogueVersion
        && _operation == entry.Operation;

    public string? ValueOf(LedgerDimension dimension) => dimension.Kind switch
    {
        DimensionKind.Tag => dimension.TagOf(_tags),
        DimensionKind.Provider => _provider,
        DimensionKind.Model => _model,
        DimensionKind.RequestedModel => _requestedModel,
        DimensionKind.Deployment => _deployment,
        DimensionKind.Operation => _operation,
        DimensionKind.ServiceTier => _serviceTier.Name,
        DimensionKind.CatalogueVersion => _catalogueVersion,
        DimensionKind.ErrorType => _errorType,
        DimensionKind.FinishReason => _finishReason,
        _ => Closed.ValueOf(dimension),
    };
}
