namespace TokenFinOps.Reporting.Focus;

/// <summary>How often a charge comes: the column <c>ChargeFrequency</c>.</summary>
public enum FocusChargeFrequency
{
    /// <summary>Once.</summary>
    OneTime,

    /// <summary>Every billing period.</summary>
    Recurring,

    /// <summary>Whenever something is used.</summary>
    UsageBased,
}
