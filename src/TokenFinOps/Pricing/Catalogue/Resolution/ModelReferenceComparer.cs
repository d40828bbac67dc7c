namespace TokenFinOps.Pricing.Catalogue.Resolution;

/// <summary>Compares references as keys of a cache: cheap to hash, exact in its comparison.</summary>
internal sealed class ModelReferenceComparer : IEqualityComparer<ModelReference>
{
    public static ModelReferenceComparer Instance { get; } = new();

    public bool Equals(ModelReference x, ModelReference y) =>
        x.Model == y.Model
        && x.Provider == y.Provider
        && x.Deployment == y.Deployment
        && (ReferenceEquals(x.Endpoint, y.Endpoint) || (x.Endpoint is not null && x.Endpoint.Equals(y.Endpoint)));

    // The endpoint is left out: hashing an address is slow, and few models are called at more than one.
    public int GetHashCode(ModelReference reference) =>
        (((reference.Model.GetHashCode(StringComparison.Ordinal) * 31) + (reference.Provider?.Length ?? 0)) * 31)
        + (reference.Deployment?.GetHashCode(StringComparison.Ordinal) ?? 0);
}
