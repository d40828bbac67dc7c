using System.Diagnostics;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.LedgerWriter;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Sqlite.Tests;

/// <summary>A process that writes to the ledger is killed, as by the kernel or by a lost container, again and again.</summary>
public sealed class KillTests
{
    private const int Rounds = 200;

    // More than can be written before the kill.
    private const int Endless = 1_000_000;

    private readonly Random _random = new(20261123);

    [Fact]
    public async Task After_every_kill_each_acknowledged_entry_is_there_once_and_the_sums_are_those_of_the_entries()
    {
        using var file = new TempLedger();
        var acknowledged = new HashSet<Guid>();
        for (int round = 0; round < Rounds; round++)
        {
            // Half of the rounds write what an earlier one wrote, as an application does that replays what it is not sure of.
            acknowledged.UnionWith(await WriteUntilKilledAsync(file, round / 2));
            if (round % 20 == 19)
            {
                await CheckAsync(file, acknowledged);
            }
        }

        Assert.NotEmpty(acknowledged);
    }

    private static async Task CheckAsync(TempLedger file, HashSet<Guid> acknowledged)
    {
        await using SqliteCostLedger ledger = file.Open();
        LedgerEntry[] entries = await ledger.EntriesAsync();

        Assert.Equal(entries.Length, entries.DistinctBy(static entry => entry.Id).Count());
        Assert.Empty(acknowledged.Except(entries.Select(static entry => entry.Id)));
        foreach (LedgerQuery question in (LedgerQuery[])
        [
            LedgerQuery.All.GroupBy("team", "feature", LedgerDimension.Model),
            LedgerQuery.All.GroupBy("team").By(TimeBucket.Hour),
            LedgerQuery.All.GroupBy("team").By(TimeBucket.Month),
        ])
        {
            LedgerAsserts.Same(LedgerAsserts.Reference(entries, question), await ledger.AskAsync(question));
        }
    }

    private async Task<List<Guid>> WriteUntilKilledAsync(TempLedger file, int seed)
    {
        var acknowledged = new List<Guid>();
        using Process writer = Process.Start(new ProcessStartInfo("dotnet", [typeof(WriterEntries).Assembly.Location, "sqlite", file.ConnectionString, $"{seed}", $"{Endless}", "acknowledged"])
        {
            RedirectStandardOutput = true,
        })!;

        // Some rounds are killed while the file is opened, most while entries are written.
        int until = _random.Next(10) == 0 ? 0 : _random.Next(1, 400);
        while (acknowledged.Count < until && await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            acknowledged.Add(Guid.Parse(line));
        }

        writer.Kill();
        while (await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // The last line may be cut short.
            if (Guid.TryParse(line, out Guid id) && line.Length == Guid.Empty.ToString().Length)
            {
                acknowledged.Add(id);
            }
        }

        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        return acknowledged;
    }
}
