namespace TokenFinOps.Ledger;

/// <summary>What a ledger entry records.</summary>
public enum LedgerEntryKind : byte
{
    /// <summary>One physical call of one deployment.</summary>
    Attempt,

    /// <summary>The difference that re-rating an earlier attempt made. Its costs are signed and its usage is empty.</summary>
    Correction,
}
