namespace TokenFinOps.Reporting.Focus;

/// <summary>How a charge is priced: the column <c>PricingCategory</c>.</summary>
public enum FocusPricingCategory
{
    /// <summary>At the agreed rate.</summary>
    Standard,

    /// <summary>At a rate that the provider changes as it likes.</summary>
    Dynamic,

    /// <summary>Out of a commitment.</summary>
    Committed,

    /// <summary>In another way.</summary>
    Other,
}
