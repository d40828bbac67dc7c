namespace TokenFinOps.Reporting.Focus;

/// <summary>The values that FOCUS allows, as it writes them.</summary>
internal static class FocusWords
{
    public const string Correction = "Correction";

    public static string Word(this FocusChargeCategory category) => category switch
    {
        FocusChargeCategory.Usage => "Usage",
        FocusChargeCategory.Purchase => "Purchase",
        FocusChargeCategory.Tax => "Tax",
        FocusChargeCategory.Credit => "Credit",
        _ => "Adjustment",
    };

    public static string Word(this FocusChargeFrequency frequency) => frequency switch
    {
        FocusChargeFrequency.OneTime => "One-Time",
        FocusChargeFrequency.Recurring => "Recurring",
        _ => "Usage-Based",
    };

    public static string Word(this FocusPricingCategory category) => category switch
    {
        FocusPricingCategory.Standard => "Standard",
        FocusPricingCategory.Dynamic => "Dynamic",
        FocusPricingCategory.Committed => "Committed",
        _ => "Other",
    };

    public static string Word(this FocusCommitmentCategory category) => category == FocusCommitmentCategory.Spend ? "Spend" : "Usage";

    public static string Word(this FocusCommitmentStatus status) => status == FocusCommitmentStatus.Used ? "Used" : "Unused";
}
