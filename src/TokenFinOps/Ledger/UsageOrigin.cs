namespace TokenFinOps.Ledger;

/// <summary>Where an entry's token counts come from.</summary>
public enum UsageOrigin : byte
{
    /// <summary>Nobody knows: the provider reported nothing and nothing could be counted.</summary>
    Unknown,

    /// <summary>Counted or estimated here, from what was sent and delivered.</summary>
    Estimated,

    /// <summary>Reported by the provider.</summary>
    Reported,
}
