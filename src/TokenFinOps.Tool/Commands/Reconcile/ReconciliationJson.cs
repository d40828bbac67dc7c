using System.Text.Json;
using TokenFinOps.Reporting.Reconciliation;
using TokenFinOps.Tool.Arguments;
using TokenFinOps.Tool.Output;

namespace TokenFinOps.Tool.Commands.Reconcile;

/// <summary>Writes a reconciliation as JSON.</summary>
internal static class ReconciliationJson
{
    public static void Write(Utf8JsonWriter writer, ReconciliationReport report)
    {
        writer.Day("from", report.From);
        writer.Day("to", report.To);
        writer.WriteBoolean("matched", report.IsMatched);
        writer.WriteNumber("lines_outside", report.LinesOutside);
        writer.Array("totals", report.Totals, total => WriteTotal(writer, total));
        writer.Array("lines", report.Lines, line => WriteLine(writer, line));
        writer.Array("unmetered", report.Unmetered, spend => WriteSpend(writer, spend));
        writer.Array("true_ups", report.TrueUps, trueUp =>
        {
            writer.Day("day", trueUp.Day);
            writer.WriteString("model", trueUp.Model);
            writer.WriteString("currency", trueUp.Currency);
            writer.WriteNumber("amount", trueUp.Amount);
        });
        writer.WriteString("gaps", report.Gaps.ToString());
    }

    private static void WriteTotal(Utf8JsonWriter writer, ReconciliationTotals total)
    {
        writer.WriteString("currency", total.Currency);
        writer.WriteNumber("invoice", total.InvoiceAmount);
        writer.WriteNumber("ledger", total.LedgerAmount);
        writer.WriteNumber("ledger_effective", total.LedgerEffective);
        writer.WriteNumber("ledger_list", total.LedgerList);
        writer.WriteNumber("difference", total.Difference);
        writer.WriteNumber("missing_in_ledger", total.MissingInLedger);
        writer.WriteNumber("missing_in_invoice", total.MissingInInvoice);
        writer.Number("captured_share", total.CapturedShare);
        writer.WriteNumber("unpriced", total.Unpriced);
    }

    private static void WriteLine(Utf8JsonWriter writer, ReconciliationLine line)
    {
        writer.Day("day", line.Day);
        writer.WriteString("model", line.Model);
        writer.WriteString("project", line.Project);
        writer.WriteString("api_key", line.ApiKey);
        writer.WriteString("currency", line.Currency);
        writer.WriteString("status", Words.Kebab(line.Status.ToString()));
        writer.Number("invoice", line.InvoiceAmount);
        writer.WriteNumber("ledger_effective", line.LedgerEffective);
        writer.WriteNumber("ledger_list", line.LedgerList);
        writer.Number("difference", line.Difference);
        writer.Number("volume_effect", line.VolumeEffect);
        writer.Number("price_effect", line.PriceEffect);
        WriteTokens(writer, "invoice_tokens", line.InvoiceTokens);
        WriteTokens(writer, "ledger_tokens", line.LedgerTokens);
        writer.WriteNumber("attempts", line.Attempts);
        writer.WriteNumber("unpriced", line.Unpriced);
        writer.WriteNumber("estimated_usage", line.EstimatedUsage);
    }

    private static void WriteSpend(Utf8JsonWriter writer, UnmeteredSpend spend)
    {
        writer.WriteString("model", spend.Model);
        writer.WriteString("project", spend.Project);
        writer.WriteString("api_key", spend.ApiKey);
        writer.WriteString("currency", spend.Currency);
        writer.Number("amount", spend.Amount);
        WriteTokens(writer, "tokens", spend.Tokens);
        writer.Day("first_day", spend.FirstDay);
        writer.Day("last_day", spend.LastDay);
    }

    private static void WriteTokens(Utf8JsonWriter writer, string name, TokenCounts? tokens)
    {
        if (tokens is not { } counts)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("input", counts.Input);
        writer.WriteNumber("cache_read", counts.CacheRead);
        writer.WriteNumber("cache_write", counts.CacheWrite);
        writer.WriteNumber("output", counts.Output);
        writer.WriteEndObject();
    }
}
