using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.LedgerWriter;
using TokenFinOps.PostgreSql;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.ServerTests;

public sealed class ManyProcessesTests
{
    private const int Processes = 8;

    public ManyProcessesTests() => TestServer.Require();

    [Theory]
    [InlineData("buffered")]
    [InlineData("acknowledged")]
    public async Task Eight_processes_that_write_at_once_add_up_to_the_last_digit(string durability)
    {
        const int Each = 2_000;
        await using var schema = new TestSchema();
        WriterProcess[] writers = [.. Enumerable.Range(0, Processes).Select(seed => new WriterProcess(schema, seed, Each, durability))];
        List<Guid>[] acknowledged = await Task.WhenAll(writers.Select(static writer => writer.CompleteAsync()));
        Array.ForEach(writers, static writer => writer.Dispose());

        await using PostgreSqlCostLedger ledger = schema.Open();
        LedgerEntry[] entries = await LedgerAudit.CheckAsync(ledger, acknowledged.SelectMany(static ids => ids));
        Assert.Equal(Processes * Each, entries.Length);
        LedgerEntry[] expected = [.. Enumerable.Range(0, Processes).SelectMany(static seed => Enumerable.Range(0, Each).Select(i => WriterEntries.Make(seed, i)))];
        LedgerQuery question = LedgerQuery.All.GroupBy("team", LedgerDimension.Model).By(TimeBucket.Day);
        LedgerAsserts.Same(LedgerAsserts.Reference(expected, question), await ledger.AskAsync(question));
    }

    [Fact]
    public async Task Processes_that_replay_the_same_entries_count_each_once()
    {
        await using var schema = new TestSchema();
        WriterProcess[] writers = [.. Enumerable.Range(0, 4).Select(_ => new WriterProcess(schema, seed: 1, count: 1_000))];
        await Task.WhenAll(writers.Select(static writer => writer.CompleteAsync()));
        Array.ForEach(writers, static writer => writer.Dispose());

        await using PostgreSqlCostLedger ledger = schema.Open();
        Assert.Equal(1_000, (await LedgerAudit.CheckAsync(ledger, [])).Length);
    }

    // Orders that differ are what makes databases deadlock.
    [Fact]
    public async Task Writers_with_the_same_ids_and_values_in_opposite_orders_never_block_each_other()
    {
        await using var schema = new TestSchema();
        LedgerEntry[] entries = [.. Enumerable.Range(0, 400).Select(static i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddDays(i % 60), ("user", $"u{i % 50}")))];
        PostgreSqlCostLedger[] ledgers = [.. Enumerable.Range(0, Processes).Select(_ => schema.Open(static options =>
            (options.Durability, options.MaxBatch) = (LedgerDurability.Acknowledged, 64)))];
        long before = (long)(await schema.RunAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))!;

        await Task.WhenAll(ledgers.Select((ledger, i) => Task.Run(() => Task.WhenAll(
            (i % 2 == 0 ? entries : entries.Reverse()).Select(entry => ledger.AppendAsync(entry, TestContext.Current.CancellationToken).AsTask())))));

        Assert.All(ledgers, static ledger => Assert.Equal((0, 0), (ledger.Health.FailedWrites, ledger.Health.Spooled)));
        Assert.Equal(400, ledgers.Sum(static ledger => ledger.Health.Written));
        Assert.Equal(400, (await LedgerAudit.CheckAsync(ledgers[0], entries.Select(static entry => entry.Id))).Length);
        Assert.Equal(before, await schema.RunAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        foreach (PostgreSqlCostLedger ledger in ledgers)
        {
            await ledger.DisposeAsync();
        }
    }
}
