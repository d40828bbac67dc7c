namespace TokenFinOps.Ledger;

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome : byte
{
    /// <summary>The whole answer arrived.</summary>
    Succeeded,

    /// <summary>The provider or the way to it failed, before or during the answer.</summary>
    Failed,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The caller stopped reading a stream before its end.</summary>
    Abandoned,
}
