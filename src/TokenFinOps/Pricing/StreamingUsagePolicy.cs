namespace TokenFinOps.Pricing;

/// <summary>How the usage that a stream reports more than once becomes the usage of the call.</summary>
public enum StreamingUsagePolicy
{
    /// <summary>
    /// Told from the reports: where the same input total (above zero) comes at least twice and no count ever falls, they are snapshots of one call and the
    /// largest amount of each kind is taken; otherwise they are shares of it and are added. The default.
    /// </summary>
    Auto,

    /// <summary>The reports are shares of the call and are added, as <c>Microsoft.Extensions.AI</c> does.</summary>
    Sum,

    /// <summary>The reports are snapshots that only grow: the largest amount of each kind is taken.</summary>
    Max,

    /// <summary>The reports are snapshots that may be corrected downwards: the last amount of each kind is taken.</summary>
    Last,
}
