using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.ServerTests;

public sealed class OutageTests : IAsyncDisposable
{
    private readonly ServerGate _gate;
    private readonly TestSchema _schema;

    public OutageTests()
    {
        TestServer.Require();
        _gate = new ServerGate();
        _schema = new TestSchema(_gate.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _schema.DisposeAsync();
        await _gate.DisposeAsync();
    }

    [Theory]
    [InlineData(LedgerDurability.Buffered)]
    [InlineData(LedgerDurability.Acknowledged)]
    public async Task While_the_server_is_away_appends_go_on_and_everything_reaches_it_once_and_in_order_when_it_is_back(LedgerDurability durability)
    {
        LedgerEntry[] entries = [.. Enumerable.Range(0, 60).Select(static i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddHours(i)))];
        await using PostgreSqlCostLedger ledger = _schema.Open(options => (options.Durability, options.MaxBatch) = (durability, 7));
        List<Guid> told = [];
        using IDisposable subscription = ledger.Subscribe(entry => told.Add(entry.Id));
        await ledger.AppendAllAsync(entries[..20]);
        await ledger.FlushAsync(TestContext.Current.CancellationToken);

        await _gate.CloseAsync();
        await ledger.AppendAllAsync(entries[20..40]);
        await ledger.FlushAsync(TestContext.Current.CancellationToken);
        LedgerHealth away = ledger.Health;
        LedgerUnavailableException fault = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.AskAsync(LedgerQuery.All));

        _gate.Open();
        await ledger.AppendAllAsync(entries[40..]);
        await ledger.AppendAllAsync(entries[..5]);
        await UntilDrainedAsync(ledger);

        Assert.Equal((LedgerState.Retrying, 20), (away.State, away.Spooled));
        Assert.Contains("check that the server runs", fault.Message, StringComparison.Ordinal);
        LedgerReport report = await ledger.AskAsync(LedgerQuery.All);
        Assert.Equal((60, LedgerGaps.None), (report.TotalIn().Attempts, report.Gaps));
        Assert.Equal(entries.Select(static entry => entry.Id), (await ledger.EntriesAsync()).Select(static entry => entry.Id));
        Assert.Equal(entries.Select(static entry => entry.Id), told.Take(60));
        Assert.Equal((LedgerState.Ready, 0), (ledger.Health.State, ledger.Health.Spooled));
    }

    [Fact]
    public async Task What_a_stopped_process_left_on_the_disk_the_next_one_moves_to_the_server()
    {
        LedgerEntry[] entries = [.. Enumerable.Range(0, 30).Select(static i => EntryBuilder.Attempt(1m) with { RunId = $"run\0{i}\ud800\\" })];
        await _gate.CloseAsync();
        await using (PostgreSqlCostLedger first = _schema.Open(static options => options.Durability = LedgerDurability.Acknowledged))
        {
            await first.AppendAllAsync(entries);
            Assert.Equal(30, first.Health.Spooled);
        }

        Assert.Single(Directory.GetFiles(_schema.SpoolPath, "*.spool"));
        _gate.Open();
        await using PostgreSqlCostLedger second = _schema.Open();
        while ((await second.AskAsync(LedgerQuery.All)).TotalIn().Attempts < 30)
        {
            await Task.Yield();
        }

        Assert.Equal(entries.Select(static entry => entry.RunId), (await second.EntriesAsync()).Select(static entry => entry.RunId));
        await UntilAsync(() => Directory.GetFiles(_schema.SpoolPath, "*.spool").Length == 0);
    }

    [Fact]
    public async Task A_file_that_another_process_holds_is_left_to_it()
    {
        await _gate.CloseAsync();
        await using PostgreSqlCostLedger first = _schema.Open(static options => options.Durability = LedgerDurability.Acknowledged);
        await first.AppendAllAsync(EntryBuilder.Attempt(1m));
        await using PostgreSqlCostLedger second = _schema.Open(static options => options.Durability = LedgerDurability.Acknowledged);
        await second.AppendAllAsync(EntryBuilder.Attempt(1m));

        Assert.Equal((1, 1), (first.Health.Spooled, second.Health.Spooled));
        _gate.Open();
        await UntilDrainedAsync(first);
        await UntilDrainedAsync(second);
        Assert.Equal(2, (await first.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
    }

    [Fact]
    public async Task A_file_that_is_damaged_is_put_aside_and_the_others_are_read()
    {
        await _gate.CloseAsync();
        await using (PostgreSqlCostLedger first = _schema.Open(static options => options.Durability = LedgerDurability.Acknowledged))
        {
            await first.AppendAllAsync(EntryBuilder.Attempt(1m));
        }

        string file = Assert.Single(Directory.GetFiles(_schema.SpoolPath, "*.spool"));
        await File.WriteAllTextAsync(file[..^6] + "a.spool", new string('x', 5_000), TestContext.Current.CancellationToken);
        _gate.Open();
        await using PostgreSqlCostLedger second = _schema.Open();
        await UntilAsync(() => Directory.GetFiles(_schema.SpoolPath, "*.spool").Length == 0);

        Assert.Equal(1, (await second.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
        Assert.Single(Directory.GetFiles(_schema.SpoolPath, "*.damaged"));
    }

    [Fact]
    public async Task When_the_disk_may_hold_no_more_entries_wait_in_memory_and_are_refused_aloud_when_that_is_full_too()
    {
        LedgerEntry[] entries = [.. Enumerable.Range(0, 30).Select(static _ => EntryBuilder.Attempt(1m))];
        await using PostgreSqlCostLedger ledger = _schema.Open(static options =>
        {
            options.Durability = LedgerDurability.Acknowledged;
            (options.SpoolLimit, options.MaxBatch, options.MaxPending) = (10, 5, 10);
        });
        await _gate.CloseAsync();
        await ledger.AppendAllAsync(entries[..10]);
        int refused = 0;
        LedgerUnavailableException? fault = null;
        foreach (LedgerEntry entry in entries[10..])
        {
            try
            {
                await ledger.AppendAllAsync(entry);
            }
            catch (LedgerUnavailableException thrown)
            {
                fault = thrown;
                refused++;
            }
        }

        Assert.Equal(20, refused);
        Assert.Contains(nameof(PostgreSqlLedgerOptions.SpoolLimit), fault!.Message, StringComparison.Ordinal);
        Assert.Equal((LedgerState.Retrying, 10), (ledger.Health.State, ledger.Health.Spooled));
        long lost = ledger.Health.Refused;
        _gate.Open();
        await UntilDrainedAsync(ledger);
        await UntilAsync(() => ledger.Health.Pending == 0);
        Assert.Equal(30 - lost, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
    }

    [Fact]
    public async Task An_entry_that_the_server_never_takes_does_not_hold_up_the_others()
    {
        await using PostgreSqlCostLedger ledger = _schema.Open(static options => options.MaxBatch = 16);
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        await ledger.FlushAsync(TestContext.Current.CancellationToken);
        await _schema.RunAsync("ALTER TABLE $S.entry ADD CHECK (effective_cost <> 13)");

        await ledger.AppendAllAsync(Enumerable.Range(0, 40).Select(static i => EntryBuilder.Attempt(i == 11 ? 13m : 1m)));
        await ledger.FlushAsync(TestContext.Current.CancellationToken);
        await UntilDrainedAsync(ledger);

        LedgerTotals total = (await ledger.AskAsync(LedgerQuery.All)).TotalIn();
        Assert.Equal((40, 40m, 1), (total.Attempts, total.EffectiveCost, ledger.Health.Refused));
    }

    private static Task UntilDrainedAsync(PostgreSqlCostLedger ledger) => UntilAsync(() => ledger.Health is { Spooled: 0, Pending: 0, State: LedgerState.Ready });

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
