namespace TokenFinOps.Reporting.Currencies;

/// <summary>Which day's exchange rate converts a cost.</summary>
public enum ConversionPolicy
{
    /// <summary>The rate of the calendar day on which the usage was.</summary>
    DayOfUsage,

    /// <summary>The rate of the last calendar day of the billing period, for all of it.</summary>
    PeriodEnd,
}
