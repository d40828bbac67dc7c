using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting.Reconciliation;
using TokenFinOps.Tool.Arguments;

namespace TokenFinOps.Tool.Commands.Reconcile;

/// <summary>How an invoice is read and compared.</summary>
internal sealed class ReconcileOptions
{
    private const string AnyProvider = "any";

    private readonly Option<string> _preset = new("--preset")
    {
        Description = "Whose export it is: openai, anthropic or generic.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "generic",
    };

    private readonly Option<string[]> _column = new("--column")
    {
        Description = "Which header holds a part, in place of the preset's: date, model, line-item, quantity, amount, currency, project or api-key, e.g. amount=Kosten. Repeatable.",
        HelpName = "PART=HEADER",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string?> _provider = new("--provider") { Description = "Whose ledger entries are compared; the default is the preset's, 'any' compares all.", HelpName = "ID" };
    private readonly Option<string?> _projectTag = new("--project-tag") { Description = "Compare by project too: the tag whose values are the invoice's projects.", HelpName = "TAG" };
    private readonly Option<string?> _keyTag = new("--api-key-tag") { Description = "Compare by API key too: the tag whose values are the invoice's keys.", HelpName = "TAG" };
    private readonly Option<string?> _from = new("--from") { Description = "First day; the default is the invoice's first.", HelpName = "DATE" };
    private readonly Option<string?> _to = new("--to") { Description = "Last day, included; the default is the invoice's last.", HelpName = "DATE" };
    private readonly Option<string> _zone = new("--zone") { Description = "Time zone of the invoice's days; providers use UTC.", HelpName = "ID", DefaultValueFactory = static _ => "UTC" };
    private readonly Option<string> _basis = new("--basis") { Description = "Which cost is compared: effective or list.", HelpName = "COST", DefaultValueFactory = static _ => "effective" };
    private readonly Option<string> _absolute = new("--tolerance") { Description = "Difference of a line that is matched still, in its currency.", HelpName = "AMOUNT", DefaultValueFactory = static _ => "0.01" };

    private readonly Option<string> _relative = new("--relative-tolerance")
    {
        Description = "The same as a share of the line: 0.001 is a tenth of a percent.",
        HelpName = "SHARE",
        DefaultValueFactory = static _ => "0.001",
    };

    private readonly Option<string[]> _where = CommonOptions.Where();

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_preset, _column, _provider, _projectTag, _keyTag, _from, _to, _zone, _basis, _absolute, _relative, _where])
        {
            command.Add(option);
        }
    }

    public InvoiceFormat FormatOf(ParseResult line)
    {
        string name = line.GetRequiredValue(_preset);
        InvoiceFormat preset = InvoiceFormats.Find(name)
            ?? throw new ToolException($"--preset: '{name}' is not known. Use one of {string.Join(", ", InvoiceFormats.All.Select(static format => format.Name))}.");
        return line.GetRequiredValue(_column).Aggregate(preset, WithColumn);
    }

    public TimeZoneInfo ZoneOf(ParseResult line) => TimeZoneInfo.TryFindSystemTimeZoneById(line.GetRequiredValue(_zone), out TimeZoneInfo? zone)
        ? zone
        : throw new ToolException($"--zone: '{line.GetValue(_zone)}' is not a time zone. Use an IANA name such as Europe/Berlin.");

    public ReconciliationOptions RulesOf(ParseResult line, InvoiceFormat format)
    {
        var rules = new ReconciliationOptions
        {
            Provider = line.GetValue(_provider) switch { AnyProvider => null, { } provider => provider, null => format.Provider },
            Filter = line.GetRequiredValue(_where).Aggregate(LedgerFilter.All, Dimensions.Where),
            TimeZone = ZoneOf(line),
            From = DayOf("--from", line.GetValue(_from)),
            To = DayOf("--to", line.GetValue(_to)),
            ProjectTag = line.GetValue(_projectTag),
            ApiKeyTag = line.GetValue(_keyTag),
            Basis = Words.Member<ReconciliationBasis>("--basis", line.GetRequiredValue(_basis)),
            AbsoluteTolerance = Words.Number("--tolerance", line.GetRequiredValue(_absolute)),
            RelativeTolerance = Words.Number("--relative-tolerance", line.GetRequiredValue(_relative)),
        };
        return rules is { AbsoluteTolerance: >= 0, RelativeTolerance: >= 0 } && !(rules.To < rules.From)
            ? rules
            : throw new ToolException("Tolerances cannot be negative, and --to cannot be before --from.");
    }

    private static InvoiceFormat WithColumn(InvoiceFormat format, string column)
    {
        int cut = column.IndexOf('=', StringComparison.Ordinal);
        ImmutableArray<string> header = cut > 0 && cut < column.Length - 1 ? [column[(cut + 1)..]] : [];
        return (header.IsEmpty ? null : column[..cut]) switch
        {
            "date" => format with { Date = header },
            "model" => format with { Model = header },
            "line-item" => format with { LineItem = header },
            "quantity" => format with { Quantity = header },
            "amount" => format with { Amount = header },
            "currency" => format with { Currency = header },
            "project" => format with { Project = header },
            "api-key" => format with { ApiKey = header },
            _ => throw new ToolException($"--column: '{column}' is not PART=HEADER with a part of date, model, line-item, quantity, amount, currency, project or api-key."),
        };
    }

    private static DateOnly? DayOf(string option, string? day) => day is null ? null
        : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date
        : throw new ToolException($"{option}: '{day}' is not a date. Write it as 2026-11-30.");
}
