namespace TokenFinOps.Reporting.Kpis;

/// <summary>How much of the spend anomalies may be, by the FinOps Foundation's KPI library.</summary>
public enum AnomalyBand
{
    /// <summary>Less than 2 % of spend.</summary>
    Green,

    /// <summary>2 % to 7 % of spend.</summary>
    Yellow,

    /// <summary>More than 7 % of spend.</summary>
    Red,
}
