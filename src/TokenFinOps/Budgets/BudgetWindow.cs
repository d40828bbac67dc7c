using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Budgets;

/// <summary>The time over which a budget counts, after which it begins anew: a calendar period in a time zone, a rolling span, or for ever.</summary>
/// <remarks>Immutable. A call belongs to the window in which it was made, however long it takes.</remarks>
public sealed record BudgetWindow
{
    private const int RollingSlots = 60;

    private readonly WindowKind _kind;
    private readonly TimeSpan _span;
    private readonly int _fiscalMonth = 1;

    private BudgetWindow(WindowKind kind, TimeSpan span = default, int fiscalMonth = 1)
    {
        _kind = kind;
        _span = span;
        _fiscalMonth = fiscalMonth;
    }

    private enum WindowKind
    {
        Total,
        Minute,
        Hour,
        Day,
        Week,
        Month,
        Quarter,
        Year,
        Rolling,
    }

    /// <summary>Gets the window that never ends.</summary>
    public static BudgetWindow Total { get; } = new(WindowKind.Total);

    /// <summary>Gets calendar minutes.</summary>
    public static BudgetWindow Minute { get; } = new(WindowKind.Minute);

    /// <summary>Gets calendar hours. The hour that is lived through twice when clocks are set back is two windows.</summary>
    public static BudgetWindow Hour { get; } = new(WindowKind.Hour);

    /// <summary>Gets calendar days, of 23 to 25 hours where clocks are changed.</summary>
    public static BudgetWindow Day { get; } = new(WindowKind.Day);

    /// <summary>Gets weeks from Monday to Sunday (ISO 8601).</summary>
    public static BudgetWindow Week { get; } = new(WindowKind.Week);

    /// <summary>Gets calendar months.</summary>
    public static BudgetWindow Month { get; } = new(WindowKind.Month);

    /// <summary>Gets quarters of the calendar year.</summary>
    public static BudgetWindow Quarter { get; } = new(WindowKind.Quarter);

    /// <summary>Gets calendar years.</summary>
    public static BudgetWindow Year { get; } = new(WindowKind.Year);

    /// <summary>Gets the time zone of the calendar. The default is UTC.</summary>
    public TimeZoneInfo Zone { get; private init; } = TimeZoneInfo.Utc;

    internal bool IsRolling => _kind == WindowKind.Rolling;

    internal bool IsTotal => _kind == WindowKind.Total;

    /// <summary>Gets the length of a rolling window.</summary>
    internal TimeSpan Span => _span;

    /// <summary>Gets by how much a rolling window moves at a time: what was spent leaves it this much later than to the moment, never earlier.</summary>
    internal TimeSpan SlotSpan => _span / RollingSlots;

    internal static int Slots => RollingSlots;

    /// <summary>Years that begin with a month of their own.</summary>
    /// <param name="firstMonth">The first month, 1 to 12, e.g. 4 for years from April to March.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The month is not 1 to 12.</exception>
    public static BudgetWindow FiscalYear(int firstMonth)
    {
        if (firstMonth is < 1 or > 12)
        {
            throw new ArgumentOutOfRangeException(nameof(firstMonth), firstMonth, "A fiscal year begins with a month from 1 to 12.");
        }

        return new BudgetWindow(WindowKind.Year, fiscalMonth: firstMonth);
    }

    /// <summary>The last so much time, at every moment.</summary>
    /// <param name="span">How much, from a minute to a year. What was spent leaves the window up to a sixtieth of it late, never early.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The span is shorter than a minute or longer than 366 days.</exception>
    public static BudgetWindow Rolling(TimeSpan span)
    {
        if (span < TimeSpan.FromMinutes(1) || span > TimeSpan.FromDays(366))
        {
            throw new ArgumentOutOfRangeException(nameof(span), span, "A rolling window is a minute to 366 days long.");
        }

        return new BudgetWindow(WindowKind.Rolling, span);
    }

    /// <summary>The same calendar in a time zone.</summary>
    /// <param name="zone">The time zone.</param>
    /// <returns>The window.</returns>
    public BudgetWindow In(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return this with { Zone = zone };
    }

    /// <summary>Names the window, e.g. <c>month</c> or <c>rolling 1.00:00:00</c>; the name is part of what durable stores know a budget by.</summary>
    /// <returns>The name.</returns>
    public override string ToString()
    {
        string name = _kind switch
        {
            WindowKind.Rolling => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"rolling {_span}"),
            WindowKind.Year when _fiscalMonth != 1 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"year from {_fiscalMonth:00}"),
            _ => _kind.ToString().ToLowerInvariant(),
        };
        return Zone.BaseUtcOffset == TimeSpan.Zero && !Zone.SupportsDaylightSavingTime ? name : $"{name} {Zone.Id}";
    }

    /// <summary>Finds the window that a moment is in: from its first moment to the first of the next. A rolling window ends with the moment's slot.</summary>
    internal (DateTimeOffset Start, DateTimeOffset End) At(DateTimeOffset moment)
    {
        switch (_kind)
        {
            case WindowKind.Total:
                return (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
            case WindowKind.Rolling:
                DateTimeOffset end = SlotOf(moment) + SlotSpan;
                return (end - SlotSpan - _span, end);
            case WindowKind.Minute:
                DateTimeOffset minute = moment.AddTicks(-(moment.UtcTicks % TimeSpan.TicksPerMinute));
                return (minute, minute.AddMinutes(1));
            case WindowKind.Year when _fiscalMonth != 1:
                return FiscalYearAt(moment);
            default:
                var calendar = new BucketCalendar(BucketOf(_kind), Zone);
                DateTimeOffset start = calendar.StartOf(moment);
                return (start, _kind == WindowKind.Hour ? start.AddHours(1) : calendar.StartOf(start + LongerThanOne(_kind)));
        }
    }

    /// <summary>Gets the first moment of the slot of a rolling window that a moment is in.</summary>
    internal DateTimeOffset SlotOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % SlotSpan.Ticks), TimeSpan.Zero);

    private static TimeBucket BucketOf(WindowKind kind) => kind switch
    {
        WindowKind.Hour => TimeBucket.Hour,
        WindowKind.Day => TimeBucket.Day,
        WindowKind.Week => TimeBucket.Week,
        WindowKind.Month => TimeBucket.Month,
        WindowKind.Quarter => TimeBucket.Quarter,
        _ => TimeBucket.Year,
    };

    // Longer than any one of its kind and shorter than any two, clock changes included.
    private static TimeSpan LongerThanOne(WindowKind kind) => kind switch
    {
        WindowKind.Day => TimeSpan.FromHours(30),
        WindowKind.Week => TimeSpan.FromDays(8),
        WindowKind.Month => TimeSpan.FromDays(33),
        WindowKind.Quarter => TimeSpan.FromDays(95),
        _ => TimeSpan.FromDays(370),
    };

    private (DateTimeOffset Start, DateTimeOffset End) FiscalYearAt(DateTimeOffset moment)
    {
        var months = new BucketCalendar(TimeBucket.Month, Zone);
        DateTimeOffset local = TimeZoneInfo.ConvertTime(moment, Zone);
        int year = local.Month >= _fiscalMonth ? local.Year : local.Year - 1;
        return (FirstOf(months, year), FirstOf(months, year + 1));
    }

    // The middle of a month is in it in every time zone.
    private DateTimeOffset FirstOf(BucketCalendar months, int year) => months.StartOf(new DateTimeOffset(year, _fiscalMonth, 15, 12, 0, 0, TimeSpan.Zero));
}
