namespace TokenFinOps.Ledger;

/// <summary>What a ledger entry records.</summary>
public enum LedgerEntryKind : byte
{
    /// <summary>One physical call of one deployment.</summary>
    Attempt,

    /// <summary>The difference that re-rating an earlier attempt made. Its costs are signed and its usage is empty.</summary>
    Correction,

    /// <summary>Something that happened to a run and cost nothing, e.g. a guardrail that tripped. It is no attempt and counts in no sum.</summary>
    Event,

    /// <summary>
    /// An answer from the semantic cache: no deployment was called. It cost nothing, its usage is empty, its baseline is what the answer cost when it was made. It is no attempt.
    /// </summary>
    CacheHit,
}
