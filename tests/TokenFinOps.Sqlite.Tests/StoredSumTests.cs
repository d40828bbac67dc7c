using CsCheck;
using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Sqlite.Tests;

public sealed class StoredSumTests : IDisposable
{
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.CreateCustomTimeZone("half", TimeSpan.FromMinutes(330), "half", "half");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // Months, with many entries around their ends and few elsewhere, in no order.
    private static readonly Gen<LedgerEntry> Scattered =
        from month in Gen.Int[1, 12]
        from hours in Gen.OneOf(Gen.Int[-30, 30], Gen.Int[0, 700])
        from minute in Gen.Int[0, 59]
        from entry in LedgerGens.OrdinaryEntry
        select entry with { Timestamp = new DateTimeOffset(2026, month, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hours).AddMinutes(minute) };

    private static readonly Gen<LedgerQuery> Question =
        from zone in Gen.OneOf(TimeZoneInfo.Utc, Berlin, Kolkata)
        from bucket in Gen.Enum<TimeBucket>()
        from fromHour in Gen.Int[-800, 9_000].Nullable()
        from toHour in Gen.Int[0, 9_000].Nullable()
        from minute in Gen.OneOf(0, 0, 30)
        from byTag in Gen.Bool
        let start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute)
        let filter = new LedgerFilter { From = fromHour is { } f ? start.AddHours(f) : null, To = toHour is { } t ? start.AddHours(Math.Max(t, fromHour ?? t)) : null }
        select (byTag ? LedgerQuery.All.GroupBy("team", LedgerDimension.Model) : LedgerQuery.All).By(bucket, zone) with { Filter = filter };

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
