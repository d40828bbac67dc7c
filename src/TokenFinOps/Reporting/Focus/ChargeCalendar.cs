namespace TokenFinOps.Reporting.Focus;

/// <summary>Charge periods and billing periods, in UTC.</summary>
internal static class ChargeCalendar
{
    /// <summary>Gets how long a charge period is. A single call is charged in its hour, as FOCUS providers do.</summary>
    public static TimeSpan LengthOf(FocusGranularity granularity) => granularity == FocusGranularity.Day ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);

    /// <summary>Gets the first moment of the charge period that a moment lies in.</summary>
    public static DateTimeOffset PeriodOf(DateTimeOffset moment, TimeSpan length) => new(moment.UtcTicks - (moment.UtcTicks % length.Ticks), TimeSpan.Zero);

    /// <summary>Gets the first moment of the calendar month that a moment lies in.</summary>
    public static DateTimeOffset MonthOf(DateTimeOffset moment)
    {
        DateTime utc = moment.UtcDateTime;
        return new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }

    /// <summary>Cuts a term at the turns of months or days, in UTC.</summary>
    public static IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Cut(DateTimeOffset start, DateTimeOffset end, Func<DateTimeOffset, DateTimeOffset> next)
    {
        for (DateTimeOffset from = start; from < end;)
        {
            DateTimeOffset turn = next(from);
            DateTimeOffset to = turn < end ? turn : end;
            yield return (from, to);
            from = to;
        }
    }

    /// <summary>Gets the turn of the month after a moment.</summary>
    public static DateTimeOffset NextMonth(DateTimeOffset moment) => MonthOf(moment).AddMonths(1);

    /// <summary>Gets the turn of the day after a moment.</summary>
    public static DateTimeOffset NextDay(DateTimeOffset moment) => PeriodOf(moment, TimeSpan.FromDays(1)).AddDays(1);
}
