using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger;

internal static class LedgerAsserts
{
    public static async Task AppendAllAsync(this ICostLedger ledger, params IEnumerable<LedgerEntry> entries)
    {
        foreach (LedgerEntry entry in entries)
        {
            await ledger.AppendAsync(entry, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<LedgerReport> AskAsync(this ICostLedger ledger, LedgerQuery query) =>
        await ledger.QueryAsync(query, TestContext.Current.CancellationToken);

    public static async Task<LedgerEntry[]> EntriesAsync(this ICostLedger ledger, LedgerFilter? filter = null) =>
        await ledger.EnumerateAsync(filter, TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken);

    /// <summary>Answers from the entries themselves: what every ledger has to answer as well.</summary>
    public static LedgerReport Reference(IEnumerable<LedgerEntry> entries, LedgerQuery query)
    {
        var builder = new LedgerReportBuilder(query);
        foreach (LedgerEntry entry in entries)
        {
            builder.Add(entry);
        }

        return builder.Build();
    }

    public static void Same(IEnumerable<LedgerTotals> expected, IEnumerable<LedgerTotals> actual) =>
        Assert.Equal(expected.Select(Describe), actual.Select(Describe));

    public static void Same(LedgerReport expected, LedgerReport actual)
    {
        Same(expected.Totals, actual.Totals);
        Same(expected.Rest, actual.Rest);
        Assert.Equal(expected.RowCount, actual.RowCount);
        Assert.Equal(expected.Rows.Select(Describe), actual.Rows.Select(Describe));
    }

    private static string Describe(LedgerRow row) =>
        $"{row.Start:O} {(row.IsSubtotal ? "sum of " : string.Empty)}[{string.Join('|', row.Keys.Select(static key => key ?? "-"))}] {Describe(row.Totals)}";

    private static string Describe(LedgerTotals totals) =>
        string.Join(' ', totals.ListCostByKind.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Key}={pair.Value}"))
        + $" {totals with { ListCostByKind = new Dictionary<UsageKind, decimal>() }}";
}
