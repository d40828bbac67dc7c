using Npgsql;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql;
using TokenFinOps.Reporting.Closing;
using TokenFinOps.Tests.Ledger;
using TokenFinOps.Tests.Reporting.Closing.Conformance;

namespace TokenFinOps.ServerTests;

public sealed class ClosedPeriodTests : ClosedPeriodStoreConformance, IAsyncDisposable
{
    private readonly TestSchema _schema;
    private readonly List<PostgreSqlClosedPeriodStore> _stores = [];

    public ClosedPeriodTests()
    {
        TestServer.Require();
        _schema = new TestSchema();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PostgreSqlClosedPeriodStore store in _stores)
        {
            await store.DisposeAsync();
        }

        await _schema.DisposeAsync();
    }

    [Fact]
    public async Task A_month_of_the_ledger_is_closed_once_in_the_ledgers_own_schema()
    {
        await using PostgreSqlCostLedger ledger = _schema.Open();
        ClosedPeriod posted = await CloseOnceAsync(ledger);

        Assert.Equal(posted.ContentHash, await _schema.RunAsync("SELECT document->>'contentHash' FROM $S.closed_period WHERE name = '2026-03'"));
    }

    [Theory]
    [InlineData("COMMIT")]
    [InlineData("ROLLBACK")]
    public async Task Whoever_closes_a_period_while_another_is_at_it_waits_and_is_refused_if_the_other_succeeds(string end)
    {
        (ClosedPeriod first, ClosedPeriod second) = (await PostedAsync(3, 1m), await PostedAsync(3, 2m));
        await Open().ListAsync(TestContext.Current.CancellationToken);
        await using var other = new NpgsqlConnection(_schema.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await RunAsync(other, "BEGIN");
        await RunAsync(other, $"INSERT INTO \"{_schema.Name}\".closed_period VALUES ('2026-03', $1::json)", System.Text.Encoding.UTF8.GetString(ClosedPeriodJson.Write(first)));

        Task late = Open().SaveAsync(second, TestContext.Current.CancellationToken).AsTask();
        while (await TestServer.RunAsync($"SELECT count(*) FROM pg_stat_activity WHERE {other.ProcessID} = ANY(pg_blocking_pids(pid))") is 0L)
        {
            await Task.Yield();
        }

        Assert.False(late.IsCompleted);
        await RunAsync(other, end);
        Exception? fault = await Record.ExceptionAsync(() => late);
        Assert.Equal(end == "COMMIT" ? first.ContentHash : null, (fault as PeriodCloseException)?.Closed!.ContentHash);
        Assert.Equal((end == "COMMIT" ? first : second).ContentHash, (await Open().FindAsync("2026-03", TestContext.Current.CancellationToken))!.ContentHash);
    }

    [Fact]
    public async Task A_schema_from_before_there_were_closed_periods_is_brought_up_to_date_with_all_its_entries()
    {
        await using (PostgreSqlCostLedger ledger = _schema.Open())
        {
            await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        }

        // What later steps have added goes as well.
        await _schema.RunAsync(
            "DROP TABLE $S.closed_period, $S.budget_account, $S.budget_slot, $S.budget_hold, $S.budget_client CASCADE; DROP FUNCTION $S.budget_apply; UPDATE $S.fact SET value = 1 WHERE name = 'schema_version'");
        await Open().SaveAsync(await PostedAsync(3), TestContext.Current.CancellationToken);

        await using PostgreSqlCostLedger updated = _schema.Open();
        Assert.Equal(1, (await updated.AskAsync(LedgerQuery.All)).TotalIn().Attempts);
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be_and_the_store_works_again_when_it_is_back()
    {
        await using var gate = new ServerGate();
        await using var store = new PostgreSqlClosedPeriodStore(gate.ConnectionString, new PostgreSqlLedgerOptions { Schema = _schema.Name });
        ClosedPeriod posted = await PostedAsync(3);
        await gate.CloseAsync();

        LedgerUnavailableException fault = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await store.SaveAsync(posted, TestContext.Current.CancellationToken));
        gate.Open();
        await store.SaveAsync(posted, TestContext.Current.CancellationToken);

        Assert.Contains("check that the server runs", fault.Message, StringComparison.Ordinal);
        Assert.Single(await store.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_schema_whose_name_would_need_quoting_is_refused() => Assert.Contains(
        "Schema", Assert.Throws<ArgumentException>(static () => new PostgreSqlClosedPeriodStore("Host=h", new PostgreSqlLedgerOptions { Schema = "a\"b" })).Message, StringComparison.Ordinal);

    protected override IClosedPeriodStore Open()
    {
        var store = new PostgreSqlClosedPeriodStore(_schema.ConnectionString, new PostgreSqlLedgerOptions { Schema = _schema.Name });
        lock (_stores)
        {
            _stores.Add(store);
        }

        return store;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(Array.ConvertAll(values, static value => new NpgsqlParameter { Value = value }));
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
