using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Sqlite.Tests;

public sealed class LifetimeTests : IDisposable
{
    private readonly TempLedger _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task What_is_buffered_is_written_when_the_host_stops()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddTokenFinOps(finops => finops.UseSqlite(_file.ConnectionString, static options => options.MaxDelay = TimeSpan.FromMinutes(1)))
            .BuildServiceProvider();
        await services.GetRequiredService<ICostLedger>().AppendAllAsync(EntryBuilder.Attempt(1m));
        foreach (IHostedService service in services.GetServices<IHostedService>())
        {
            await service.StopAsync(TestContext.Current.CancellationToken);
        }

        await using SqliteCostLedger other = _file.Open();
        Assert.Equal(1, (await other.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
    }

    [Fact]
    public async Task What_is_buffered_is_written_when_the_ledger_is_disposed_of()
    {
        SqliteCostLedger ledger = _file.Open(configure: static options => options.MaxDelay = TimeSpan.FromMinutes(1));
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        await ledger.DisposeAsync();

        await using SqliteCostLedger other = _file.Open();
        Assert.Equal(1, (await other.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
    }

    [Fact]
    public async Task A_buffered_entry_is_written_after_the_delay_and_not_before()
    {
        var time = new FakeTimeProvider();
        await using SqliteCostLedger ledger = _file.Open(configure: static options => options.MaxDelay = TimeSpan.FromSeconds(10), time: time);
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));

        Assert.Equal((1, 0), (ledger.Health.Pending, ledger.Health.Written));
        while (ledger.Health.Pending > 0)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal(1, ledger.Health.Written);
    }

    [Fact]
    public async Task Old_entries_are_removed_and_their_sums_stay_exact()
    {
        var time = new FakeTimeProvider(EntryBuilder.Noon.AddDays(100));
        LedgerEntry old = EntryBuilder.Attempt(1m, EntryBuilder.Noon, ("team", "a"));
        LedgerEntry recent = EntryBuilder.Attempt(2m, EntryBuilder.Noon.AddDays(95), ("team", "a"));
        await using SqliteCostLedger ledger = _file.Open(time: time);
        await ledger.AppendAllAsync(old, recent);
        await ledger.DisposeAsync();

        await using SqliteCostLedger shorter = _file.Open(LedgerDurability.Acknowledged, static options => options.KeepEntries = TimeSpan.FromDays(30), time);
        await shorter.AppendAllAsync(EntryBuilder.Attempt(4m, EntryBuilder.Noon.AddDays(99), ("team", "a")));

        Assert.Equal(7m, (await shorter.AskAsync(LedgerQuery.All.GroupBy("team"))).TotalIn().EffectiveCost);
        Assert.Equal([2m, 4m], (await shorter.EntriesAsync()).Select(static entry => entry.Cost.Effective!.Value));
        LedgerUnavailableException refused = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await shorter.AppendAllAsync(old));
        Assert.Contains("older than what the ledger keeps", refused.Message, StringComparison.Ordinal);
        LedgerReport cut = await shorter.AskAsync(LedgerQuery.Between(EntryBuilder.Noon.AddMinutes(30), EntryBuilder.Noon.AddDays(1)));
        Assert.Equal((LedgerGaps.WholeHours, 1m), (cut.Gaps, cut.TotalIn().EffectiveCost));
        LedgerReport run = await shorter.AskAsync(LedgerQuery.All.Where(LedgerDimension.Run, "r"));
        Assert.Equal(LedgerGaps.EntriesEvicted, run.Gaps);
    }

    [Fact]
    public async Task A_file_of_an_earlier_schema_is_taken_forward_and_one_of_a_later_schema_is_refused()
    {
        await using (SqliteCostLedger ledger = _file.Open())
        {
            await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        }

        using (var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False"))
        {
            connection.Open();
            LedgerSchema.Migrate(connection, [.. LedgerSchema.Steps, "ALTER TABLE entry ADD COLUMN later TEXT;"]);
        }

        await using SqliteCostLedger older = _file.Open();
        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await older.AskAsync(LedgerQuery.All));
        Assert.Contains("Update the package", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_applications_database_is_left_alone()
    {
        using (var connection = new SqliteConnection($"{_file.ConnectionString};Pooling=False"))
        {
            connection.Open();
            LedgerFile.Execute(connection, "CREATE TABLE customers (name TEXT)");
        }

        await using SqliteCostLedger ledger = _file.Open();
        InvalidOperationException fault = await Assert.ThrowsAsync<InvalidOperationException>(async () => await ledger.AskAsync(LedgerQuery.All));
        Assert.Contains("not a ledger", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Mode=Memory;Data Source=x")]
    [InlineData("Cache=Shared")]
    public void A_connection_string_without_a_file_is_refused_at_registration(string connectionString) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTokenFinOps(finops => finops.UseSqlite(connectionString)));

    [Fact]
    public void Options_out_of_range_are_refused_at_registration_all_in_one_message()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTokenFinOps(finops => finops.UseSqlite(
            _file.ConnectionString, static options => (options.MaxBatch, options.RetryDelay, options.BusyTimeout) = (0, TimeSpan.Zero, TimeSpan.FromHours(1)))));

        Assert.Contains("MaxBatch", fault.Message, StringComparison.Ordinal);
        Assert.Contains("RetryDelay", fault.Message, StringComparison.Ordinal);
        Assert.Contains("BusyTimeout", fault.Message, StringComparison.Ordinal);
    }
}
