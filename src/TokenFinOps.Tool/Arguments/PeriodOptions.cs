using System.CommandLine;
using System.Globalization;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Tool.Arguments;

/// <summary>Which period is meant: <c>--month</c>, <c>--last</c>, or <c>--from</c> and <c>--to</c>, in a time zone.</summary>
internal sealed class PeriodOptions
{
    private static readonly string[] Moments = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];

    private readonly Option<string?> _from = new("--from") { Description = "First day or moment, e.g. 2026-11-01 or 2026-11-01T08:00Z.", HelpName = "DATE" };
    private readonly Option<string?> _to = new("--to") { Description = "First day or moment no longer meant: --to 2026-12-01 ends with November.", HelpName = "DATE" };
    private readonly Option<string?> _month = new("--month") { Description = "A calendar month, e.g. 2026-11.", HelpName = "YYYY-MM" };
    private readonly Option<string?> _last = new("--last") { Description = "The last hours, days or weeks until now, e.g. 24h, 7d, 4w.", HelpName = "SPAN" };

    public Option<string> Zone { get; } = new("--zone") { Description = "Time zone of days and months, e.g. Europe/Berlin.", HelpName = "ID", DefaultValueFactory = static _ => "UTC" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_from, _to, _month, _last, Zone])
        {
            command.Add(option);
        }
    }

    public TimeZoneInfo ZoneOf(ParseResult line)
    {
        string id = line.GetRequiredValue(Zone);
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone)
            ? zone
            : throw new ToolException($"--zone: '{id}' is not a time zone. Use an IANA name such as Europe/Berlin.");
    }

    /// <summary>Gets the filter for the period.</summary>
    /// <exception cref="ToolException">An option cannot be read, or does not go with another.</exception>
    public LedgerFilter FilterOf(ParseResult line, TimeProvider time)
    {
        TimeZoneInfo zone = ZoneOf(line);
        (string? from, string? to) = (line.GetValue(_from), line.GetValue(_to));
        (string? month, string? last) = (line.GetValue(_month), line.GetValue(_last));
        if ((month is null ? 0 : 1) + (last is null ? 0 : 1) + (from is null && to is null ? 0 : 1) > 1)
        {
            throw new ToolException("--month, --last and --from/--to exclude each other; use one.");
        }

        if (month is not null)
        {
            DateTime start = MonthOf("--month", month);
            return LedgerFilter.Between(At(start, zone), At(start.AddMonths(1), zone));
        }

        if (last is not null)
        {
            DateTimeOffset now = time.GetUtcNow();
            return LedgerFilter.Between(now - SpanOf(last), now);
        }

        LedgerFilter filter = LedgerFilter.All with { From = MomentOf("--from", from, zone), To = MomentOf("--to", to, zone) };
        return filter.To < filter.From ? throw new ToolException($"--to {to} is before --from {from}.") : filter;
    }

    public static DateTime MonthOf(string option, string month) =>
        DateTime.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime start)
            ? start
            : throw new ToolException($"{option}: '{month}' is not a month. Write it as 2026-11.");

    private static TimeSpan SpanOf(string span)
    {
        if (span.Length < 2 || !int.TryParse(span[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > 100_000)
        {
            throw NotASpan(span);
        }

        return span[^1] switch
        {
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            'w' => TimeSpan.FromDays(7.0 * count),
            _ => throw NotASpan(span),
        };
    }

    private static ToolException NotASpan(string span) => new($"--last: '{span}' is not a span. Write a number and h, d or w, such as 24h, 7d or 4w.");

    private static DateTimeOffset? MomentOf(string option, string? text, TimeZoneInfo zone)
    {
        if (text is null)
        {
            return null;
        }

        if (!DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime moment))
        {
            throw new ToolException($"{option}: '{text}' is not a date. Write it as 2026-11-30, or with a time as 2026-11-30T14:05Z.");
        }

        return moment.Kind == DateTimeKind.Unspecified
            ? At(moment, zone)
            : DateTimeOffset.ParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    // A time that the clocks skip is the same time by the offset before; one that they repeat is the first.
    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone) => new(
        local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(zone.IsInvalidTime(local) ? local.AddHours(-3) : local));
}
