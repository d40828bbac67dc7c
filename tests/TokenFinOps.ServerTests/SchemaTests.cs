using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.ServerTests;

public sealed class SchemaTests
{
    public SchemaTests() => TestServer.Require();

    [Fact]
    public async Task Many_that_start_at_once_make_one_schema_and_its_months_together()
    {
        await using var schema = new TestSchema();
        PostgreSqlCostLedger[] ledgers = [.. Enumerable.Range(0, 8).Select(_ => schema.Open(static options => options.Durability = LedgerDurability.Acknowledged))];

        await Task.WhenAll(ledgers.Select((ledger, i) => Task.Run(() =>
            ledger.AppendAllAsync(Enumerable.Range(0, 6).Select(month => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddMonths((month + i) % 6)))))));

        Assert.Equal(48, (await ledgers[0].AskAsync(LedgerQuery.All)).TotalIn().Attempts);
        Assert.All(ledgers, static ledger => Assert.Equal((0, 0), (ledger.Health.FailedWrites, ledger.Health.Spooled)));
        foreach (PostgreSqlCostLedger ledger in ledgers)
        {
            await ledger.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_schema_of_a_later_version_is_refused_and_entries_wait_for_the_update()
    {
        await using var schema = new TestSchema();
        await using (PostgreSqlCostLedger ledger = schema.Open())
        {
            await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        }

        await schema.RunAsync("UPDATE $S.fact SET value = 99 WHERE name = 'schema_version'");
        await using PostgreSqlCostLedger older = schema.Open();
        await older.AppendAllAsync(EntryBuilder.Attempt(1m));

        LedgerUnavailableException fault = await Assert.ThrowsAsync<LedgerUnavailableException>(async () => await older.AskAsync(LedgerQuery.All));
        Assert.Contains("version 99", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Update TokenFinOps.PostgreSql", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, older.Health.Spooled);
    }

    [Fact]
    public async Task People_can_read_the_tables()
    {
        await using var schema = new TestSchema();
        await using PostgreSqlCostLedger ledger = schema.Open();
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1.50m, null, ("team", "a\0b")) with { RunId = "run\0", Model = "m\0\ud800" });
        await ledger.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(@"2026-03-10 12:00 run\u0000 m\u0000\uD800 a\u0000b 1.50 1000 100 Attempt", await schema.RunAsync(
            """
            SELECT concat_ws(' ', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), run_id, model, tags->>'team', effective_cost, input_tokens, output_tokens, kind)
            FROM $S.entry e JOIN $S.ledger_key k ON k.id = e.key
            """));
    }

    [Fact]
    public async Task Runs_with_odd_names_are_found()
    {
        await using var schema = new TestSchema();
        await using PostgreSqlCostLedger ledger = schema.Open();
        string[] runs = ["plain", "nul\0", @"nul\u0000", @"back\slash", "half\ud800", string.Concat(Enumerable.Repeat("🚀", 5_000)), string.Concat(Enumerable.Repeat("🚀", 4_999)) + "x"];
        await ledger.AppendAllAsync(runs.Select(static run => EntryBuilder.Attempt(1m) with { RunId = run, ParentRunId = run }));

        foreach (string run in runs)
        {
            Assert.Equal(run, Assert.Single(await ledger.EntriesAsync(LedgerFilter.All.Where(LedgerDimension.Run, run))).RunId);
            Assert.Equal(1, (await ledger.AskAsync(LedgerQuery.All.Where(LedgerDimension.ParentRun, run))).TotalIn().Attempts);
        }

        Assert.Equal(0, ledger.Health.Spooled);
    }

    [Fact]
    public async Task A_question_about_a_run_uses_the_index()
    {
        await using var schema = new TestSchema();
        await using PostgreSqlCostLedger ledger = schema.Open();
        await ledger.AppendAllAsync(Enumerable.Range(0, 3_000).Select(static i => EntryBuilder.Attempt(1m, EntryBuilder.Noon.AddHours(i % 700)) with { RunId = $"run-{i}" }));
        await ledger.FlushAsync(TestContext.Current.CancellationToken);
        await schema.RunAsync("ANALYZE $S.entry");

        var plan = (string)(await schema.RunAsync(
            "EXPLAIN (FORMAT JSON) SELECT * FROM $S.entry e WHERE left(e.run_id, 200) = ANY(ARRAY['run-7']) AND e.run_id IS NOT NULL AND e.run_id = ANY(ARRAY['run-7'])"))!;

        Assert.Contains("Index Cond", plan, StringComparison.Ordinal);
    }
}
