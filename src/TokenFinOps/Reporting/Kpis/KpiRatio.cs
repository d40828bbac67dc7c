namespace TokenFinOps.Reporting.Kpis;

/// <summary>Divides, and says that it does not know where there is nothing to divide by.</summary>
internal static class KpiRatio
{
    public static decimal? Of(decimal numerator, decimal denominator) => denominator == 0 ? null : numerator / denominator;

    // Multiplied before it is divided, so that a percentage is rounded once.
    public static decimal? Percent(decimal numerator, decimal denominator) => denominator == 0 ? null : numerator * 100m / denominator;
}
