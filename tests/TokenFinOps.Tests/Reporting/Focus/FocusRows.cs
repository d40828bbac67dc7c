using TokenFinOps.Evaluation.Focus;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Focus;

/// <summary>Exports entries, and judges what came out.</summary>
internal static class FocusRows
{
    public static FocusExportOptions Options(Action<FocusExportOptions>? change = null)
    {
        var options = new FocusExportOptions { BillingAccountId = "acct-1", BillingAccountName = "Acme" };
        change?.Invoke(options);
        return options;
    }

    public static async Task<FocusRow[]> ExportAsync(FocusExportOptions options, params IEnumerable<LedgerEntry> entries) =>
        await new FocusExporter(options).RowsAsync(entries.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);

    public static async Task<(FocusRow[] Rows, FocusExportSummary Summary)> ExportLedgerAsync(
        FocusExportOptions options, IReadOnlyCollection<LedgerEntry> entries, LedgerFilter? filter = null)
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = Math.Max(1, entries.Count), Retention = TimeSpan.FromDays(36_500) });
        await ledger.AppendAllAsync(entries);
        var writer = new ListWriter();
        FocusExportSummary summary = await new FocusExporter(options).ExportAsync(ledger, filter, writer, null, TestContext.Current.CancellationToken);
        return ([.. writer.Rows], summary);
    }

    /// <summary>Finds what the requirement model objects to.</summary>
    public static string[] Violations(FocusExportOptions options, IEnumerable<FocusRow> rows)
    {
        FocusSchema schema = FocusSchema.For(options.Version, options.Granularity);
        var evaluator = new FocusEvaluator(FocusData.Model, [.. schema.Columns.Select(static column => column.Name)], FocusEvaluator.Claimed);
        return [.. evaluator.OfColumns.Concat(rows.SelectMany(row => evaluator.Check([.. schema.Columns.Select(column => column.Format(row))]))).Select(static each => each.ToString())];
    }

    private sealed class ListWriter : IFocusWriter
    {
        public List<FocusRow> Rows { get; } = [];

        public ValueTask StartAsync(FocusSchema schema, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask WriteAsync(FocusRow row, CancellationToken cancellationToken = default)
        {
            Rows.Add(row);
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
