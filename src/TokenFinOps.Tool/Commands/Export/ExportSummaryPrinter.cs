using System.Text.Json;
using Spectre.Console;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Export;

/// <summary>Prints what an export wrote and left out.</summary>
internal static class ExportSummaryPrinter
{
    public static void Print(ToolContext context, string path, FocusExportSummary summary)
    {
        context.Line($"{Figures.Count(summary.Rows)} rows of {Figures.Count(summary.Entries)} entries written to {path}.");
        Table table = Tables.Of("currency", "list cost>", "effective cost>", "billed cost>", "ledger list>", "ledger effective>");
        foreach (FocusTotals totals in summary.Totals)
        {
            table.Row(
                totals.Currency,
                Figures.Money(totals.ListCost),
                Figures.Money(totals.EffectiveCost),
                Figures.Money(totals.BilledCost),
                Figures.Money(totals.LedgerListCost),
                Figures.Money(totals.LedgerEffectiveCost));
        }

        context.Console.Write(table);
        context.Line($"Without a row: {Figures.Count(summary.WithoutCharge)} entries that cost nothing, {Figures.Count(summary.Unpriced)} without a price.");
        if (summary.PartiallyPriced > 0)
        {
            context.Error.WriteLine($"Note: {summary.PartiallyPriced} entries have a price for a part of their usage only.");
        }
    }

    public static void Write(Utf8JsonWriter writer, string path, FocusExportSummary summary)
    {
        writer.WriteString("file", path);
        writer.WriteNumber("entries", summary.Entries);
        writer.WriteNumber("rows", summary.Rows);
        writer.WriteNumber("rounding_rows", summary.RoundingRows);
        writer.WriteNumber("without_charge", summary.WithoutCharge);
        writer.WriteNumber("unpriced", summary.Unpriced);
        writer.WriteNumber("partially_priced", summary.PartiallyPriced);
        writer.Array("totals", summary.Totals, totals =>
        {
            writer.WriteString("currency", totals.Currency);
            writer.WriteNumber("list_cost", totals.ListCost);
            writer.WriteNumber("contracted_cost", totals.ContractedCost);
            writer.WriteNumber("effective_cost", totals.EffectiveCost);
            writer.WriteNumber("billed_cost", totals.BilledCost);
            writer.WriteNumber("ledger_list_cost", totals.LedgerListCost);
            writer.WriteNumber("ledger_effective_cost", totals.LedgerEffectiveCost);
        });
    }
}
