namespace TokenFinOps.Routing.Policies;

/// <summary>A policy whose tiers are known before anything is routed, so that a misspelt one is told at registration.</summary>
internal interface ITierNames
{
    /// <summary>Gets the tiers that the policy may name.</summary>
    IReadOnlyList<string> TierNames { get; }
}
