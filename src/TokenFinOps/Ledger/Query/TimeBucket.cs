namespace TokenFinOps.Ledger.Query;

/// <summary>How a report divides time.</summary>
public enum TimeBucket
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the hour.</summary>
    Hour,

    /// <summary>By the calendar day, from midnight to midnight; 23 or 25 hours when the clocks change.</summary>
    Day,

    /// <summary>By the calendar month.</summary>
    Month,

    /// <summary>By the week of ISO 8601, which begins on Monday.</summary>
    Week,

    /// <summary>By the calendar quarter, which begins in January, April, July or October.</summary>
    Quarter,

    /// <summary>By the calendar year.</summary>
    Year,
}
