using Spectre.Console;
using TokenFinOps.Reporting.Reconciliation;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Reconcile;

/// <summary>Prints a reconciliation as tables.</summary>
internal static class ReconciliationTable
{
    public static void Print(ToolContext context, ReconciliationReport report, bool all)
    {
        context.Line($"Days    {report.From:O} to {report.To:O}");
        PrintLines(context, [.. report.Lines.Where(line => all || line.Status != ReconciliationStatus.Matched)]);
        PrintUnmetered(context, report);
        PrintTotals(context, report);
        context.Line($"{report.Lines.Count(static line => line.Status == ReconciliationStatus.Matched)} of {report.Lines.Length} lines match.");
        PrintNotes(context, report);
    }

    private static void PrintLines(ToolContext context, ReconciliationLine[] lines)
    {
        if (lines.Length == 0)
        {
            return;
        }

        bool hasProjects = lines.Any(static line => line.Project is not null);
        bool hasKeys = lines.Any(static line => line.ApiKey is not null);
        string[] scopes = [.. hasProjects ? ["project"] : Array.Empty<string>(), .. hasKeys ? ["key"] : Array.Empty<string>()];
        Table table = Tables.Of(["day", "model", .. scopes, "found", "currency", "invoice>", "ledger>", "list>", "difference>", "volume>", "price>", "unpriced>"]);
        foreach (ReconciliationLine line in lines)
        {
            string[] scope = [.. hasProjects ? [line.Project ?? string.Empty] : Array.Empty<string>(), .. hasKeys ? [line.ApiKey ?? string.Empty] : Array.Empty<string>()];
            table.Row(
            [
                line.Day.ToString("O"),
                line.Model,
                .. scope,
                Words.Kebab(line.Status.ToString()).Replace('-', ' '),
                line.Currency,
                Figures.Money(line.InvoiceAmount),
                Figures.Money(line.LedgerEffective),
                Figures.Money(line.LedgerList),
                Figures.Signed(line.Difference),
                Effect(line.VolumeEffect),
                Effect(line.PriceEffect),
                Figures.Count(line.Unpriced),
            ]);
        }

        context.Console.Write(table);
    }

    private static string Effect(decimal? effect) => effect is null ? string.Empty : Figures.Signed(effect);

    private static void PrintUnmetered(ToolContext context, ReconciliationReport report)
    {
        if (report.Unmetered.IsEmpty)
        {
            return;
        }

        context.Line("Spend that no ledger entry explains (who calls past the ledger?):");
        Table table = Tables.Of("model", "project", "key", "currency", "amount>", "tokens>", "first day", "last day");
        foreach (UnmeteredSpend spend in report.Unmetered)
        {
            string tokens = spend.Tokens is { } counts ? Figures.Count(counts.Total) : string.Empty;
            table.Row(spend.Model, spend.Project ?? string.Empty, spend.ApiKey ?? string.Empty, spend.Currency, Figures.Money(spend.Amount), tokens, spend.FirstDay.ToString("O"), spend.LastDay.ToString("O"));
        }

        context.Console.Write(table);
    }

    private static void PrintTotals(ToolContext context, ReconciliationReport report)
    {
        Table table = Tables.Of("currency", "invoice>", "ledger>", "captured>", "difference>", "missing in ledger>", "missing in invoice>", "true-ups>");
        foreach (ReconciliationTotals total in report.Totals)
        {
            table.Row(
                total.Currency,
                Figures.Money(total.InvoiceAmount),
                Figures.Money(total.LedgerAmount),
                Figures.Percent(total.CapturedShare),
                Figures.Signed(total.Difference),
                Figures.Money(total.MissingInLedger),
                Figures.Money(total.MissingInInvoice),
                Figures.Count(report.TrueUps.Count(trueUp => trueUp.Currency == total.Currency)));
        }

        context.Console.Write(table);
    }

    private static void PrintNotes(ToolContext context, ReconciliationReport report)
    {
        if (report.LinesOutside > 0)
        {
            context.Error.WriteLine($"Note: {report.LinesOutside} lines of the invoice lie outside the days and are in no sum.");
        }

        if (report.Totals.Sum(static total => total.Unpriced) is var unpriced and > 0)
        {
            context.Error.WriteLine($"Note: {unpriced} attempts of the ledger have no price; the invoice may hold their cost.");
        }
    }
}
