using TokenFinOps.PostgreSql;

namespace TokenFinOps.ServerTests;

public sealed class KillTests
{
    private const int Rounds = 200;
    private const int AtOnce = 4;

    public KillTests() => TestServer.Require();

    [Fact]
    public async Task Whenever_writers_are_killed_what_they_acknowledged_is_there_once_and_the_sums_are_right()
    {
        var random = new Random(20_261_123);
        await using var schema = new TestSchema();
        HashSet<Guid> acknowledged = [];
        for (int round = 0; round < Rounds; round += AtOnce)
        {
            // Half of them write what an earlier one wrote, as an application does that replays what it is not sure of.
            List<Guid>[] lists = await Task.WhenAll(Enumerable.Range(round, AtOnce).Select(i => KilledAsync(schema, i / 2, random.Next(8) == 0 ? 0 : random.Next(1, 400))));
            acknowledged.UnionWith(lists.SelectMany(static ids => ids));
        }

        await using PostgreSqlCostLedger ledger = schema.Open();
        Assert.NotEmpty(acknowledged);
        await LedgerAudit.CheckAsync(ledger, acknowledged);
        await ledger.Folder.FoldAsync(TestContext.Current.CancellationToken);
        await LedgerAudit.CheckAsync(ledger, acknowledged);
        TestContext.Current.SendDiagnosticMessage($"{acknowledged.Count} entries were acknowledged by {Rounds} writers before they were killed.");
    }

    // Some die before they wrote anything, most while they write.
    private static async Task<List<Guid>> KilledAsync(TestSchema schema, int seed, int after)
    {
        using var writer = new WriterProcess(schema, seed, count: 1_000_000);
        await writer.ReachAsync(after);
        return await writer.KillAsync();
    }
}
