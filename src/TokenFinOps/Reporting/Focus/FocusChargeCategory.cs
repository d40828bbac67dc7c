namespace TokenFinOps.Reporting.Focus;

/// <summary>What sort of charge a row is: the column <c>ChargeCategory</c>.</summary>
public enum FocusChargeCategory
{
    /// <summary>What was consumed.</summary>
    Usage,

    /// <summary>What was bought up front: a commitment, credits, training.</summary>
    Purchase,

    /// <summary>A tax.</summary>
    Tax,

    /// <summary>A voucher or credit that the provider gave. Its costs are negative.</summary>
    Credit,

    /// <summary>Anything else, such as the rounding of other charges.</summary>
    Adjustment,
}
