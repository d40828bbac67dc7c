using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.PostgreSql;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.ServerTests;

/// <summary>Checks that a ledger has what it must have, once, and that its sums are those of its entries.</summary>
internal static class LedgerAudit
{
    private static readonly LedgerQuery[] Questions =
    [
        LedgerQuery.All,
        LedgerQuery.All.GroupBy("team", "feature", LedgerDimension.Model),
        LedgerQuery.All.By(TimeBucket.Hour),
        LedgerQuery.All.GroupBy("team").By(TimeBucket.Month, TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata")),
    ];

    public static async Task<LedgerEntry[]> CheckAsync(PostgreSqlCostLedger ledger, IEnumerable<Guid> acknowledged)
    {
        LedgerEntry[] entries = await ledger.EntriesAsync();
        HashSet<Guid> ids = [.. entries.Select(static entry => entry.Id)];
        Assert.Equal(entries.Length, ids.Count);
        Assert.Equal([], acknowledged.Except(ids));
        foreach (LedgerQuery question in Questions)
        {
            LedgerAsserts.Same(LedgerAsserts.Reference(entries, question), await ledger.AskAsync(question));
        }

        return entries;
    }
}
