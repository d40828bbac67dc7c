using Spectre.Console;
using TokenFinOps.Ledger;

namespace Agent;

/// <summary>Prints what the ledger has of a run: its calls, what they cost, and the guardrails that it tripped.</summary>
internal static class RunPrinter
{
    public static async Task PrintAsync(ICostLedger ledger, string runId)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("what", "tokens", "USD", "guardrail");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        decimal sum = 0;
        await foreach (LedgerEntry entry in ledger.EnumerateAsync())
        {
            if (entry.RunId == runId)
            {
                table.AddRow(Row(entry));
                sum += entry.Cost.Effective.GetValueOrDefault();
            }
        }

        table.AddRow("sum", string.Empty, FormattableString.Invariant($"{sum:0.000000}"), string.Empty);
        AnsiConsole.Write(table);
    }

    private static string[] Row(LedgerEntry entry) => entry.Kind == LedgerEntryKind.Event
        ? ["guardrail", string.Empty, string.Empty, $"{entry.ErrorType}: {entry.FinishReason}"]
        : [
            $"{entry.Operation} {entry.Model}",
            FormattableString.Invariant($"{entry.Usage.InputTokens} + {entry.Usage.OutputTokens}"),
            FormattableString.Invariant($"{entry.Cost.Effective:0.000000}"),
            string.Empty,
        ];
}
