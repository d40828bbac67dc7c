using System.Globalization;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Reporting;

/// <summary>The period that a statement covers: usually a calendar month in the time zone that finance keeps its books in.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record BillingPeriod
{
    private const string MomentFormat = "yyyyMMdd'T'HHmmss'Z'";

    private BillingPeriod(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        From = from.ToUniversalTime();
        To = to.ToUniversalTime();
        TimeZone = zone;
        Name = NameOf();
    }

    /// <summary>Gets the first moment of the period, in UTC.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Gets the first moment after it, in UTC.</summary>
    public DateTimeOffset To { get; }

    /// <summary>Gets the time zone whose calendar days and months are meant.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>Gets the name, e.g. <c>2026-03</c> for a calendar month. It can be a file's name.</summary>
    public string Name { get; }

    /// <summary>Gets the last calendar day.</summary>
    public DateOnly LastDay => DayOf(To.AddTicks(-1));

    /// <summary>Makes the period of a calendar month.</summary>
    /// <param name="year">The year.</param>
    /// <param name="month">The month, 1 to 12.</param>
    /// <param name="zone">The time zone; <see langword="null"/> is UTC.</param>
    /// <returns>The period.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such month.</exception>
    public static BillingPeriod Month(int year, int month, TimeZoneInfo? zone = null)
    {
        var middle = new DateTimeOffset(year, month, 15, 12, 0, 0, TimeSpan.Zero);
        var calendar = new BucketCalendar(TimeBucket.Month, zone ?? TimeZoneInfo.Utc);
        return new BillingPeriod(calendar.StartOf(middle), calendar.StartOf(middle.AddMonths(1)), calendar.Zone);
    }

    /// <summary>Makes a period of any length.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment after it.</param>
    /// <param name="zone">The time zone whose calendar days are meant; <see langword="null"/> is UTC.</param>
    /// <returns>The period.</returns>
    /// <exception cref="ArgumentException">The period has no length.</exception>
    public static BillingPeriod Between(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo? zone = null) => to > from
        ? new BillingPeriod(from, to, zone ?? TimeZoneInfo.Utc)
        : throw new ArgumentException($"The period ends at {to:u}, which is not after its start at {from:u}.", nameof(to));

    /// <inheritdoc/>
    public bool Equals(BillingPeriod? other) => other is not null && From == other.From && To == other.To && TimeZone.Id == other.TimeZone.Id;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, TimeZone.Id);

    /// <summary>Gets the name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>Gets the calendar day of a moment, in the period's time zone.</summary>
    internal DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, TimeZone).DateTime);

    private string NameOf()
    {
        var calendar = new BucketCalendar(TimeBucket.Month, TimeZone);
        bool isMonth = calendar.StartOf(From) == From && To == calendar.StartOf(From.AddDays(45));
        return isMonth
            ? DayOf(From).ToString("yyyy-MM", CultureInfo.InvariantCulture)
            : $"{From.ToString(MomentFormat, CultureInfo.InvariantCulture)}-{To.ToString(MomentFormat, CultureInfo.InvariantCulture)}";
    }
}
