using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Close;

/// <summary>Prints the statements of a period, posted or not.</summary>
internal static class StatementPrinter
{
    public static Task PrintAsync(ToolContext context, ChargebackRun run, ClosedPeriod? closed, bool asJson)
    {
        if (asJson)
        {
            return JsonPrinter.PrintAsync(context, writer => Write(writer, run, closed));
        }

        context.Line($"{run.Period}  {(closed is null ? "preview, nothing is posted" : $"closed at {Figures.Moment(closed.ClosedAt)}, {closed.InvoiceId}")}, {run.Currency}");
        Table table = Tables.Of("cost centre", "direct>", "shared>", "rounding>", "charges>", "adjustments>", "credits>", "TOTAL>", "unpriced>");
        foreach (Statement statement in run.Statements)
        {
            table.Row(
                statement.CostCentre,
                Figures.Money(statement.DirectCost),
                Figures.Money(statement.SharedCost),
                Figures.Money(statement.Rounding),
                Whole(statement.Charges),
                Whole(statement.Adjustment),
                Whole(statement.Credited),
                Whole(statement.Total),
                Figures.Count(statement.Unpriced));
        }

        UnallocatedCost rest = run.Unallocated;
        table.Row("(unallocated)", string.Empty, string.Empty, Figures.Money(rest.Rounding), Whole(rest.Charges), Whole(rest.Total - rest.Charges), Whole(0m), Whole(rest.Total), string.Empty);
        table.Row("TOTAL", string.Empty, string.Empty, Figures.Money(run.Controls.Rounding), Whole(run.Controls.Charges), Whole(run.Controls.Adjustments), Whole(run.Controls.Credits), Whole(run.Controls.Total), string.Empty);
        context.Console.Write(table);
        context.Line($"The ledger's cost is {Figures.Money(run.Controls.LedgerCost)}; the statements {(run.Controls.Ties ? "tie to it" : "DO NOT TIE to it")}.");
        return Task.CompletedTask;
    }

    private static string Whole(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter writer, ChargebackRun run, ClosedPeriod? closed)
    {
        writer.WriteString("period", run.Period.Name);
        writer.WriteString("currency", run.Currency);
        writer.WriteBoolean("posted", closed is not null);
        writer.Moment("closed_at", closed?.ClosedAt);
        writer.WriteString("invoice", closed?.InvoiceId);
        writer.Array("statements", run.Statements, statement =>
        {
            writer.WriteString("cost_centre", statement.CostCentre);
            writer.WriteString("invoice", closed?.InvoiceIdOf(statement));
            writer.WriteNumber("direct", statement.DirectCost);
            writer.WriteNumber("shared", statement.SharedCost);
            writer.WriteNumber("rounding", statement.Rounding);
            writer.WriteNumber("charges", statement.Charges);
            writer.WriteNumber("adjustments", statement.Adjustment);
            writer.WriteNumber("credits", statement.Credited);
            writer.WriteNumber("total", statement.Total);
            writer.WriteNumber("unpriced", statement.Unpriced);
        });
        writer.WriteStartObject("unallocated");
        writer.WriteNumber("charges", run.Unallocated.Charges);
        writer.WriteNumber("total", run.Unallocated.Total);
        writer.WriteEndObject();
        writer.WriteNumber("ledger_cost", run.Controls.LedgerCost);
        writer.WriteNumber("total", run.Controls.Total);
        writer.WriteBoolean("ties", run.Controls.Ties);
    }
}
