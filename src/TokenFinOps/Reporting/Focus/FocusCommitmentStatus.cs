namespace TokenFinOps.Reporting.Focus;

/// <summary>Whether a row is a used or an unused part of a commitment: the column <c>CommitmentDiscountStatus</c>.</summary>
public enum FocusCommitmentStatus
{
    /// <summary>The part was used.</summary>
    Used,

    /// <summary>The part was paid for and not used.</summary>
    Unused,
}
