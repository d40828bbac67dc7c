using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Sqlite.Tests;

public sealed class FaultTests : IDisposable
{
    private readonly TempLedger _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task While_another_process_locks_the_file_entries_wait_and_are_written_afterwards()
    {
        await using SqliteCostLedger ledger = _file.Open();
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        await ledger.FlushAsync(TestContext.Current.CancellationToken);
        using (SqliteConnection other = Lock())
        {
            await ledger.AppendAllAsync(EntryBuilder.Attempt(2m));
            LedgerUnavailableException fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.FlushAsync(TestContext.Current.CancellationToken));

            Assert.Contains("locked by another process", fault.Message, StringComparison.Ordinal);
            Assert.Equal((LedgerState.Retrying, 1), (ledger.Health.State, ledger.Health.Pending));
            LedgerReport meanwhile = await ledger.AskAsync(LedgerQuery.All);
            Assert.Equal((1m, LedgerGaps.NotYetWritten), (meanwhile.TotalIn().EffectiveCost, meanwhile.Gaps));
        }

        await UntilWrittenAsync(ledger);
        Assert.Equal(3m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().EffectiveCost);
        Assert.Equal((LedgerState.Ready, 2), (ledger.Health.State, ledger.Health.Written));
    }

    [Fact]
    public async Task An_acknowledged_append_is_told_that_the_file_is_locked_and_its_entry_is_written_later_once()
    {
        await using SqliteCostLedger ledger = _file.Open(LedgerDurability.Acknowledged);
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        LedgerEntry entry = EntryBuilder.Attempt(2m);
        using (SqliteConnection other = Lock())
        {
            await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.AppendAllAsync(entry));
        }

        await UntilWrittenAsync(ledger);
        await ledger.AppendAllAsync(entry);
        LedgerTotals total = (await ledger.AskAsync(LedgerQuery.All)).TotalIn();
        Assert.Equal((2, 3m), (total.Attempts, total.EffectiveCost));
    }

    [Fact]
    public async Task When_no_room_is_left_to_wait_an_append_is_refused_aloud_and_nothing_else_is_lost()
    {
        await using SqliteCostLedger ledger = _file.Open(configure: static options => (options.MaxBatch, options.MaxPending) = (2, 4));
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        await ledger.FlushAsync(TestContext.Current.CancellationToken);
        int refused = 0;
        using (SqliteConnection other = Lock())
        {
            for (int i = 0; i < 20; i++)
            {
                try
                {
                    await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
                }
                catch (LedgerUnavailableException)
                {
                    refused++;
                }
            }
        }

        await UntilWrittenAsync(ledger);
        Assert.NotEqual(0, refused);
        Assert.Equal(refused, ledger.Health.Refused);
        Assert.Equal(21 - refused, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
    }

    [Fact]
    public async Task When_the_disk_is_full_what_was_acknowledged_stays_and_the_state_says_why()
    {
        await using SqliteCostLedger ledger = _file.Open(LedgerDurability.Acknowledged, static options => options.MaxBatch = 1);
        LedgerEntry[] entries = [.. Enumerable.Range(0, 3).Select(static _ => EntryBuilder.Attempt(1m))];
        await ledger.AppendAllAsync(entries[0]);
        await ledger.DisposeAsync();

        // The file may not grow: what a full disk looks like to SQLite.
        await using var full = new SqliteCostLedger(_file.ConnectionString, new SqliteLedgerOptions { Durability = LedgerDurability.Acknowledged, MaxPages = 1 });
        LedgerUnavailableException fault = await Assert.ThrowsAsync<LedgerUnavailableException>(async () =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                await full.AppendAllAsync(EntryBuilder.Attempt(1m) with { ResponseId = new string('r', 4_000) });
            }
        });

        Assert.Contains("full", fault.Message, StringComparison.Ordinal);
        Assert.Equal(LedgerState.Retrying, full.Health.State);
        Assert.Equal(full.Health.Written + 1, (await full.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_the_application_goes_on()
    {
        await File.WriteAllTextAsync(_file.Path, new string('x', 10_000), TestContext.Current.CancellationToken);
        await using SqliteCostLedger ledger = _file.Open();

        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        LedgerUnavailableException write = await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.FlushAsync(TestContext.Current.CancellationToken));
        LedgerUnavailableException read = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.AskAsync(LedgerQuery.All));

        Assert.Contains("damaged or not a database", write.Message, StringComparison.Ordinal);
        Assert.Contains("damaged or not a database", read.Message, StringComparison.Ordinal);
        Assert.Equal(1, ledger.Health.Pending);
        File.Delete(_file.Path);
        await UntilWrittenAsync(ledger);
        Assert.Equal(1m, (await ledger.AskAsync(LedgerQuery.All)).TotalIn().EffectiveCost);
    }

    [Fact]
    public async Task A_ledger_that_is_closed_says_so()
    {
        SqliteCostLedger ledger = _file.Open();
        await ledger.DisposeAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await ledger.AppendAllAsync(EntryBuilder.Attempt(1m)));
        Assert.Equal(LedgerState.Closed, ledger.Health.State);
    }

    private static async Task UntilWrittenAsync(SqliteCostLedger ledger)
    {
        while (ledger.Health.Pending > 0)
        {
            await Task.Yield();
        }
    }

    private SqliteConnection Lock()
    {
        var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False");
        connection.Open();
        LedgerFile.Execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }
}
