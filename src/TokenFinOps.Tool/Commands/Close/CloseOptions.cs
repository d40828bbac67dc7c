using System.CommandLine;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tool.Arguments;

namespace TokenFinOps.Tool.Commands.Close;

/// <summary>Which period, in which books.</summary>
internal sealed class CloseOptions
{
    private readonly Option<string> _month = new("--month") { Description = "The calendar month, e.g. 2026-10.", HelpName = "YYYY-MM", Required = true };
    private readonly Option<string?> _folder = new("--store-dir") { Description = "Keep the books in a folder, one JSON file a closed month, and not in the ledger's database.", HelpName = "DIR" };
    private readonly Option<string> _zone = new("--zone") { Description = "Time zone of the month.", HelpName = "ID", DefaultValueFactory = static _ => "UTC" };

    public void AddTo(Command command)
    {
        command.Add(_month);
        command.Add(_folder);
        command.Add(_zone);
    }

    public BillingPeriod PeriodOf(ParseResult line)
    {
        string zone = line.GetRequiredValue(_zone);
        DateTime month = PeriodOptions.MonthOf("--month", line.GetRequiredValue(_month));
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found)
            ? BillingPeriod.Month(month.Year, month.Month, found)
            : throw new ToolException($"--zone: '{zone}' is not a time zone. Use an IANA name such as Europe/Berlin.");
    }

    /// <summary>Gets the books in a folder, or <see langword="null"/> when they are with the ledger.</summary>
    public JsonFileClosedPeriodStore? FolderOf(ParseResult line) => line.GetValue(_folder) is { } folder ? new JsonFileClosedPeriodStore(folder) : null;
}
