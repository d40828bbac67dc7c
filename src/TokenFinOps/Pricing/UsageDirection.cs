namespace TokenFinOps.Pricing;

/// <summary>Which side of a call a <see cref="UsageKind"/> is billed on.</summary>
public enum UsageDirection
{
    /// <summary>Neither sent nor received: requests, searches, undirected audio.</summary>
    None,

    /// <summary>What was sent to the model.</summary>
    Input,

    /// <summary>What the model returned.</summary>
    Output,
}
