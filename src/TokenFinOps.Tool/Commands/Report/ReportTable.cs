using Spectre.Console;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Report;

/// <summary>Prints a report as a table.</summary>
internal static class ReportTable
{
    private const string None = "(none)";

    private static readonly string[] Figures = ["currency", "cost>", "list>", "saved>", "attempts>", "unpriced>", "failed>", "input tokens>", "output tokens>"];

    public static void Print(ToolContext context, LedgerQuery query, LedgerReport report)
    {
        string period = report is { From: null, To: null } ? "all" : $"{Output.Figures.Moment(report.From)} to {Output.Figures.Moment(report.To)}";
        context.Line($"Period  {period}, {query.TimeZone.Id}");
        if (report.Totals.IsEmpty)
        {
            context.Line("The ledger has no entries of the period that meet the conditions.");
            return;
        }

        string[] levels = [.. query.Hierarchy is { } hierarchy ? hierarchy.Dimensions.Select(Dimensions.NameOf) : query.Dimensions.Select(Dimensions.NameOf)];
        bool isDivided = query.Bucket != TimeBucket.None;
        Table table = Tables.Of([.. isDivided ? [Words.Kebab(query.Bucket.ToString())] : Array.Empty<string>(), .. levels, .. Figures]);
        foreach (LedgerRow row in levels.Length > 0 || isDivided ? report.Rows : [])
        {
            table.Row([.. isDivided ? [Output.Figures.Moment(row.Start)] : Array.Empty<string>(), .. Keys(row, levels.Length), .. Sums(row.Totals)]);
        }

        AddSums(table, "(rest)", report.Rest, levels.Length + (isDivided ? 1 : 0));
        AddSums(table, "TOTAL", report.Totals, levels.Length + (isDivided ? 1 : 0));
        context.Console.Write(table);
        PrintNotes(context, report);
    }

    private static void AddSums(Table table, string title, IEnumerable<LedgerTotals> sums, int keys)
    {
        foreach (LedgerTotals totals in sums)
        {
            table.Row([.. keys == 0 ? [] : Enumerable.Repeat(string.Empty, keys - 1).Prepend(title), .. Sums(totals)]);
        }
    }

    // A subtotal has fewer keys than there are levels; what it sums up follows it.
    private static IEnumerable<string> Keys(LedgerRow row, int levels) =>
        row.Keys.Select(static key => key ?? None).Concat(Enumerable.Repeat(row.IsSubtotal ? "*" : string.Empty, levels)).Take(levels);

    private static string[] Sums(LedgerTotals totals) =>
    [
        totals.Currency,
        CostOf(totals, totals.EffectiveCost),
        CostOf(totals, totals.ListCost),
        Output.Figures.Money(totals.Savings),
        Output.Figures.Count(totals.Attempts),
        Output.Figures.Count(totals.Unpriced),
        Output.Figures.Count(totals.Failed),
        Output.Figures.Count(totals.Usage[UsageKind.InputTokens]),
        Output.Figures.Count(totals.Usage[UsageKind.OutputTokens]),
    ];

    // Unknown is not zero: a sum without the unpriced attempts is a lower bound.
    private static string CostOf(LedgerTotals totals, decimal cost) =>
        totals.Attempts > 0 && totals.Unpriced == totals.Attempts ? "?"
        : totals.Unpriced + totals.PartiallyPriced > 0 ? "≥ " + Output.Figures.Money(cost)
        : Output.Figures.Money(cost);

    private static void PrintNotes(ToolContext context, LedgerReport report)
    {
        if (report.Totals.Sum(static totals => totals.Unpriced) is var unpriced and > 0)
        {
            context.Error.WriteLine($"Note: {unpriced} attempts have no price; their cost is unknown and in no sum.");
        }
    }
}
