namespace TokenFinOps.Reporting.Focus;

/// <summary>What a commitment commits to: the column <c>CommitmentDiscountCategory</c>.</summary>
public enum FocusCommitmentCategory
{
    /// <summary>An amount of money: prepaid credits, committed spend.</summary>
    Spend,

    /// <summary>An amount of use: provisioned throughput, reserved capacity.</summary>
    Usage,
}
