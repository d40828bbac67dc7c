using CsCheck;
using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Tests.Ledger;
using TokenFinOps.Tests.Ledger.Conformance;

namespace TokenFinOps.Sqlite.Tests;

public sealed class StoredSumTests : IDisposable
{
    private static readonly Gen<LedgerEntry> Scattered = ScatteredGens.Entries(1, 12, Gen.Int[0, 700]);
    private static readonly Gen<LedgerQuery> Question = ScatteredGens.Questions(1, Gen.Int[-800, 9_000], Gen.Int[0, 9_000]);

    private readonly TempLedger _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public Task Any_period_in_any_zone_is_answered_as_if_entry_by_entry() => Gen.Select(Scattered.Array[1, 60], Question.Array[8]).SampleAsync(
        async (entries, questions) =>
        {
            using var file = new TempLedger();
            await using SqliteCostLedger ledger = file.Open(configure: static options => options.MaxBatch = 7);
            foreach (LedgerEntry entry in entries)
            {
                await ledger.AppendAllAsync(entry);
            }

            foreach (LedgerQuery question in questions)
            {
                LedgerAsserts.Same(LedgerAsserts.Reference(entries.DistinctBy(static entry => entry.Id), question), await ledger.AskAsync(question));
            }
        },
        iter: 40,
        threads: 1);

    [Fact]
    public async Task What_several_cores_add_up_is_what_one_would()
    {
        // Sums of 2,000 hours and customers take more bytes than one core is given.
        DateTimeOffset march = new(2026, 3, 1, 0, 30, 0, TimeSpan.Zero);
        LedgerEntry[] entries =
        [
            .. Enumerable.Range(0, 4_000).Select(i => EntryBuilder.Attempt(0.0001m * i, march.AddHours(i / 4), ("team", $"team-{i % 3}"), ("customer", $"customer-{i % 250}"))),
        ];
        await using SqliteCostLedger ledger = _file.Open();
        foreach (LedgerEntry entry in entries)
        {
            await ledger.AppendAsync(entry, TestContext.Current.CancellationToken);
        }

        await ledger.FlushAsync(TestContext.Current.CancellationToken);
        foreach (LedgerQuery question in (LedgerQuery[])
            [LedgerQuery.All.GroupBy("team").By(TimeBucket.Month), LedgerQuery.All.GroupBy("team", "customer"), LedgerQuery.All.Where("team", "team-1").By(TimeBucket.Hour)])
        {
            LedgerAsserts.Same(LedgerAsserts.Reference(entries, question), await ledger.AskAsync(question));
        }
    }

    [Fact]
    public async Task An_entry_that_comes_late_is_in_the_sums_of_its_day_and_month()
    {
        await using SqliteCostLedger ledger = _file.Open();
        DateTimeOffset march = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        foreach (int day in (int[])[0, 10, 45, 3, 10, 0])
        {
            await ledger.AppendAllAsync(EntryBuilder.Attempt(1m, march.AddDays(day), ("team", "a")));
            await ledger.FlushAsync(TestContext.Current.CancellationToken);
        }

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All.GroupBy("team").By(TimeBucket.Month));

        Assert.Equal([5m, 1m], report.Rows.Select(static row => row.Totals.EffectiveCost));
        Assert.Equal(3, Count("SELECT count(*) FROM summed_day"));
        Assert.Equal(1, Count("SELECT count(DISTINCT period) FROM rollup WHERE level = 2"));
    }

    [Fact]
    public async Task Ten_million_dollars_in_the_smallest_parts_add_up_to_the_last_digit()
    {
        await using SqliteCostLedger ledger = _file.Open();
        await ledger.AppendAllAsync(EntryBuilder.Attempt(10_000_000m));
        for (int i = 0; i < 1_000; i++)
        {
            await ledger.AppendAllAsync(EntryBuilder.Attempt(0.000000000000000000001m));
        }

        Assert.Equal(10_000_000.000000000000000001m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().EffectiveCost);
    }

    [Fact]
    public async Task Two_ledgers_on_one_file_see_each_others_entries_and_sums()
    {
        await using SqliteCostLedger first = _file.Open(configure: static options => options.BusyTimeout = TimeSpan.FromSeconds(30));
        await using SqliteCostLedger second = _file.Open(configure: static options => options.BusyTimeout = TimeSpan.FromSeconds(30));
        LedgerEntry[] entries = [.. Enumerable.Range(0, 600).Select(static i => EntryBuilder.Attempt(0.01m, EntryBuilder.Noon.AddHours(i), ("team", $"t{i % 3}")))];

        await Task.WhenAll(WriteAsync(first, entries[..400]), WriteAsync(second, entries[200..]));

        foreach (SqliteCostLedger ledger in (SqliteCostLedger[])[first, second])
        {
            LedgerQuery question = LedgerQuery.All.GroupBy("team").By(TimeBucket.Day);
            LedgerAsserts.Same(LedgerAsserts.Reference(entries.DistinctBy(static entry => entry.Id), question), await ledger.AskAsync(question));
        }
    }

    private static async Task WriteAsync(SqliteCostLedger ledger, LedgerEntry[] entries)
    {
        foreach (LedgerEntry[] part in entries.Chunk(20))
        {
            foreach (LedgerEntry entry in part)
            {
                await ledger.AppendAllAsync(entry);
            }

            await ledger.FlushAsync(TestContext.Current.CancellationToken);
        }
    }

    private long Count(string sql)
    {
        using var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
