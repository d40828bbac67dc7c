using System.CommandLine;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Tool.Arguments;

namespace TokenFinOps.Tool.Commands.Report;

/// <summary>What a report is asked for, as a question to the ledger.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string?> _by = new("--by")
    {
        Description = $"Group by tags or dimensions, e.g. team,feature or model. Dimensions: {Dimensions.Names}; everything else is a tag, tag:NAME always.",
        HelpName = "NAMES",
    };

    private readonly Option<string?> _rollup = new("--rollup") { Description = "Group by levels, the coarsest first, with a subtotal at each: unit,team,feature.", HelpName = "NAMES" };
    private readonly Option<string?> _bucket = new("--bucket") { Description = "Divide time: hour, day, week, month, quarter or year.", HelpName = "BUCKET" };
    private readonly Option<string[]> _where = CommonOptions.Where();
    private readonly Option<int?> _top = new("--top") { Description = "The first N rows only (of each bucket, or beneath each subtotal); the others are summed up.", HelpName = "N" };

    private readonly Option<string?> _measure = new("--measure")
    {
        Description = "What ranks rows, the largest first: effective-cost, attempts, savings, unpriced, duration-p95, … or a kind of usage such as cache_read_tokens.",
        HelpName = "MEASURE",
    };

    private readonly PeriodOptions _period = new();

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_by, _rollup, _bucket, _where, _top, _measure])
        {
            command.Add(option);
        }

        _period.AddTo(command);
    }

    /// <summary>Gets the question, and what its keys are called.</summary>
    /// <exception cref="ToolException">An option cannot be read, or does not go with another.</exception>
    public LedgerQuery QueryOf(ParseResult line, TimeProvider time)
    {
        if (line.GetValue(_by) is not null && line.GetValue(_rollup) is not null)
        {
            throw new ToolException("--by and --rollup exclude each other; --rollup is --by with subtotals.");
        }

        LedgerFilter filter = line.GetRequiredValue(_where).Aggregate(_period.FilterOf(line, time), Dimensions.Where);
        var query = new LedgerQuery { Filter = filter, TimeZone = _period.ZoneOf(line) };
        query = Grouped(query, line);
        query = line.GetValue(_bucket) is { } bucket ? query.By(Words.Member<TimeBucket>("--bucket", bucket)) : query;
        query = line.GetValue(_measure) is { } measure ? Ranked(query, measure) : query;
        return line.GetValue(_top) switch
        {
            null => query,
            > 0 and int top => query.Top(top),
            int top => throw new ToolException($"--top: {top} is not a number of rows. Write 1 or more."),
        };
    }

    private LedgerQuery Grouped(LedgerQuery query, ParseResult line)
    {
        try
        {
            return (line.GetValue(_by), line.GetValue(_rollup)) switch
            {
                ({ } by, _) => query.GroupBy([.. Words.List(by).Select(Dimensions.Read)]),
                (_, { } rollup) => query.Rollup([.. Words.List(rollup).Select(Dimensions.Read)]),
                _ => query,
            };
        }
        catch (ArgumentException fault)
        {
            throw new ToolException(fault.Message, innerException: fault);
        }
    }

    private static LedgerQuery Ranked(LedgerQuery query, string measure) =>
        UsageKinds.TryParse(measure, out UsageKind kind) ? query.OrderBy(kind) : query.OrderBy(Words.Member<LedgerMeasure>("--measure", measure));
}
