using System.Numerics;

namespace TokenFinOps.Pricing;

/// <summary>How the context tiers of a rate card are chosen.</summary>
/// <param name="Mode">What a crossed threshold changes; the default is <see cref="ContextTierMode.WholeRequest"/>.</param>
/// <param name="Basis">Which tokens are compared; the default is <see cref="ContextTierBasis.TotalInput"/>.</param>
/// <param name="Inclusive">
/// Whether a call with exactly the threshold's tokens is in the tier (<c>&gt;=</c>, as xAI bills) or still below it (<c>&gt;</c>, as the others do).
/// The default is <see langword="false"/>.
/// </param>
public sealed record ContextTierRule(
    ContextTierMode Mode = ContextTierMode.WholeRequest,
    ContextTierBasis Basis = ContextTierBasis.TotalInput,
    bool Inclusive = false)
{
    /// <summary>Gets the rule most providers follow: more than the threshold of total input reprices the whole request.</summary>
    public static ContextTierRule Default { get; } = new();

    internal bool Reaches<T>(T compared, T threshold)
        where T : INumber<T> => Inclusive ? compared >= threshold : compared > threshold;
}
