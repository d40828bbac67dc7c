using System.Globalization;
using CsvHelper;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Reads the fields of one row: days, numbers, currencies, names.</summary>
internal static class InvoiceFields
{
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "yyyyMMdd"];
    private static readonly string[] Moments = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK"];

    /// <summary>Gets a text, or <see langword="null"/> when the file lacks the column or the field is empty.</summary>
    public static string? Text(CsvReader reader, int index)
    {
        string text = index < 0 ? string.Empty : reader.GetString(index).Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>Gets a number, or <see langword="null"/> when the file lacks the column or the field is empty.</summary>
    public static decimal? Number(CsvReader reader, int index) => Text(reader, index) switch
    {
        null => null,
        { } text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) => number,
        { } text => throw Fault(reader, index, text, "Write a plain number with a point before the decimals, such as 1234.56."),
    };

    /// <summary>Gets the day in the time zone: a date as it stands, a moment with an offset or in Unix seconds as the zone has it then.</summary>
    public static DateOnly Day(CsvReader reader, int index, TimeZoneInfo zone)
    {
        string text = Text(reader, index) ?? string.Empty;
        if (DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            return day;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds is >= 100_000_000 and < 100_000_000_000)
        {
            return DayOf(DateTimeOffset.FromUnixTimeSeconds(seconds), zone);
        }

        if (!DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime moment))
        {
            throw Fault(reader, index, text, "Write a date such as 2026-11-30, a moment such as 2026-11-30T14:05:00Z, or Unix seconds; remove rows of totals.");
        }

        return moment.Kind == DateTimeKind.Unspecified
            ? DateOnly.FromDateTime(moment)
            : DayOf(DateTimeOffset.ParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), zone);
    }

    public static string Currency(CsvReader reader, int index, string otherwise) => Text(reader, index) switch
    {
        null => otherwise,
        { } text when CurrencyCode.IsKnown(text) => CurrencyCode.Canonical(text),
        { } text => throw Fault(reader, index, text, "Write an ISO 4217 code such as USD."),
    };

    private static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private static InvoiceFormatException Fault(CsvReader reader, int index, string value, string cure) => new(reader.LineNumber, reader.Headers[index], value, cure);
}
