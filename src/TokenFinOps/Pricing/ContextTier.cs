namespace TokenFinOps.Pricing;

/// <summary>A price that replaces a rate's base price once a call's context is long enough.</summary>
/// <param name="Threshold">The number of compared tokens (see <see cref="ContextTierRule"/>) that has to be passed.</param>
/// <param name="Amount">The price per <see cref="Rate.Per"/> units in this tier.</param>
public readonly record struct ContextTier(long Threshold, decimal Amount);
