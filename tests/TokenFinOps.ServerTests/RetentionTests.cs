using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.ServerTests;

public sealed class RetentionTests
{
    private readonly FakeTimeProvider _time = new(EntryBuilder.Noon.AddDays(100));

    public RetentionTests() => TestServer.Require();

    [Fact]
    public async Task Old_entries_are_removed_with_their_months_and_their_sums_stay_exact()
    {
        await using var schema = new TestSchema();
        LedgerEntry old = EntryBuilder.Attempt(1m, EntryBuilder.Noon, ("team", "a"));
        LedgerEntry recent = EntryBuilder.Attempt(2m, EntryBuilder.Noon.AddDays(95), ("team", "a"));
        await using PostgreSqlCostLedger ledger = schema.Open(Keep, _time);
        await ledger.AppendAllAsync(old, EntryBuilder.Attempt(8m, EntryBuilder.Noon.AddDays(60)), recent);

        await ledger.Retention!.RemoveAsync(TestContext.Current.CancellationToken);
        await ledger.Retention.RemoveAsync(TestContext.Current.CancellationToken);

        Assert.Equal([2m], (await ledger.EntriesAsync()).Select(static entry => entry.Cost.Effective!.Value));
        Assert.Equal(11m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().EffectiveCost);
        Assert.Equal(3m, (await ledger.AskAsync(LedgerQuery.All.Where("team", "a"))).TotalIn().EffectiveCost);
        Assert.Equal(1L, await schema.RunAsync("SELECT count(*) FROM $S.entry_id"));
        Assert.Equal("entry_2026_05,entry_2026_06", await schema.RunAsync(
            "SELECT string_agg(c.relname, ',' ORDER BY c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '$S.entry'::regclass"));
        LedgerReport cut = await ledger.AskAsync(LedgerQuery.Between(EntryBuilder.Noon.AddMinutes(30), EntryBuilder.Noon.AddDays(1)));
        Assert.Equal((LedgerGaps.WholeHours, 1m), (cut.Gaps, cut.TotalIn().EffectiveCost));
        Assert.Equal(LedgerGaps.EntriesEvicted, (await ledger.AskAsync(LedgerQuery.All.Where(LedgerDimension.Run, "r"))).Gaps);
    }

    [Fact]
    public async Task An_entry_older_than_what_is_kept_is_refused_and_those_beside_it_are_written()
    {
        await using var schema = new TestSchema();
        await using PostgreSqlCostLedger ledger = schema.Open(Keep, _time);
        await ledger.Retention!.RemoveAsync(TestContext.Current.CancellationToken);

        Task old = ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        Task recent = ledger.AppendAllAsync(EntryBuilder.Attempt(2m, EntryBuilder.Noon.AddDays(90)));

        Assert.Contains("older than what the ledger keeps", (await Assert.ThrowsAsync<LedgerUnavailableException>(() => old)).Message, StringComparison.Ordinal);
        await recent;
        Assert.Equal(2m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().EffectiveCost);
        Assert.Equal(1, ledger.Health.Refused);
    }

    [Fact]
    public async Task Entries_that_are_written_while_old_ones_are_removed_lose_nothing()
    {
        await using var schema = new TestSchema();
        await using PostgreSqlCostLedger ledger = schema.Open(Keep, _time);
        await ledger.AppendAllAsync(Enumerable.Range(0, 40).Select(static i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddDays(i))));
        Task writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
            ledger.AppendAllAsync(Enumerable.Range(0, 50).Select(i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddDays(80 + (i % 20))))))));
        while (!writing.IsCompleted)
        {
            await ledger.Retention!.RemoveAsync(TestContext.Current.CancellationToken);
        }

        await writing;
        Assert.Equal(440, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
        Assert.Equal(400, (await ledger.EntriesAsync()).Length);
        Assert.Equal(0, ledger.Health.FailedWrites);
    }

    private static void Keep(PostgreSqlLedgerOptions options) => (options.Durability, options.KeepEntries) = (LedgerDurability.Acknowledged, TimeSpan.FromDays(30));
}
