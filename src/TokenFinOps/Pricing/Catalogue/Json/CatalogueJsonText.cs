using System.Globalization;

namespace TokenFinOps.Pricing.Catalogue.Json;

/// <summary>How dates, times and amounts are written in a catalogue, and read again.</summary>
internal static class CatalogueJsonText
{
    private const string Day = "yyyy-MM-dd";

    public static string Of(DateOnly day) => day.ToString(Day, CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset moment)
    {
        DateTime utc = moment.UtcDateTime;
        return utc.TimeOfDay == TimeSpan.Zero ? utc.ToString(Day, CultureInfo.InvariantCulture) : utc.ToString("O", CultureInfo.InvariantCulture);
    }

    public static string Of(DailyWindow window) => $"{Of(window.Start)}-{Of(window.End)}";

    public static DateOnly? ToDay(string? text) =>
        DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    public static DateTimeOffset? ToMoment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) ? moment : null;

    public static DailyWindow? ToWindow(string text)
    {
        string[] ends = text.Split('-');
        return ends.Length == 2
            && TimeOnly.TryParse(ends[0], CultureInfo.InvariantCulture, out TimeOnly start)
            && TimeOnly.TryParse(ends[1], CultureInfo.InvariantCulture, out TimeOnly end)
            ? new DailyWindow(start, end)
            : null;
    }

    /// <summary>Takes needless zeros off the end of an amount: 2.50 is 2.5.</summary>
    public static decimal Plain(decimal amount) => amount / 1.0000000000000000000000000000m;

    private static string Of(TimeOnly time) => time.ToString(time.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "O", CultureInfo.InvariantCulture);
}
