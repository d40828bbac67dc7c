namespace TokenFinOps.Ledger.Decisions;

/// <summary>Whether decisions of the router are acted on.</summary>
public enum RoutingMode : byte
{
    /// <summary>Requests go where the router sends them.</summary>
    On,

    /// <summary>The router decides and records what it would have done; every request goes to the baseline deployment.</summary>
    Shadow,

    /// <summary>The request belongs to the control group: it goes to the baseline deployment, so that savings can be measured against it.</summary>
    Control,
}
