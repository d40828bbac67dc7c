using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.PostgreSql;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.ServerTests;

public sealed class RestartTests
{
    private const int Writers = 3;
    private const int Each = 6_000;

    public RestartTests() => TestServer.Require();

    [Fact]
    public async Task A_server_that_is_restarted_under_load_costs_nothing_that_was_acknowledged()
    {
        await using PrivateCluster cluster = await PrivateCluster.StartAsync();
        await using var schema = new TestSchema(cluster.ConnectionString);
        WriterProcess[] writers = [.. Enumerable.Range(0, Writers).Select(seed => new WriterProcess(schema, seed, Each))];
        for (int count = 500; count < Each; count += 1_500)
        {
            await Task.WhenAll(writers.Select(writer => writer.ReachAsync(count)));
            await cluster.StopServerAsync();
            await Task.WhenAll(writers.Select(writer => writer.ReachAsync(count + 500)));
            await cluster.StartServerAsync();
        }

        List<Guid>[] acknowledged = await Task.WhenAll(writers.Select(static writer => writer.CompleteAsync()));
        Array.ForEach(writers, static writer => writer.Dispose());
        Assert.All(acknowledged, static ids => Assert.Equal(Each, ids.Count));

        await using PostgreSqlCostLedger ledger = schema.Open();
        while (Directory.GetFiles(schema.SpoolPath, "*.spool").Length > 0)
        {
            await Task.Yield();
        }

        LedgerEntry[] entries = await LedgerAudit.CheckAsync(ledger, acknowledged.SelectMany(static ids => ids));
        Assert.Equal(Writers * Each, entries.Length);
    }

    [Fact]
    public async Task Questions_work_again_when_the_server_does()
    {
        await using PrivateCluster cluster = await PrivateCluster.StartAsync();
        await using var schema = new TestSchema(cluster.ConnectionString);
        await using PostgreSqlCostLedger ledger = schema.Open();
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        await ledger.AskAsync(LedgerQuery.All);

        await cluster.StopServerAsync();
        await ledger.AppendAllAsync(EntryBuilder.Attempt(1m));
        await ledger.FlushAsync(TestContext.Current.CancellationToken);
        await cluster.StartServerAsync();
        while (ledger.Health.Spooled > 0)
        {
            await Task.Yield();
        }

        Assert.Equal(2, (await LedgerAudit.CheckAsync(ledger, [])).Length);
    }
}
