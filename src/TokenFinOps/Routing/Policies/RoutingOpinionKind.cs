namespace TokenFinOps.Routing.Policies;

/// <summary>How an opinion of a policy is to be read.</summary>
public enum RoutingOpinionKind
{
    /// <summary>The policy leaves the choice to others.</summary>
    Abstain,

    /// <summary>The policy chooses a tier. The first that does so wins.</summary>
    Prefer,

    /// <summary>No tier below this one.</summary>
    AtLeast,

    /// <summary>No tier above this one.</summary>
    AtMost,

    /// <summary>One tier below the one that the other policies come to.</summary>
    OneDown,
}
