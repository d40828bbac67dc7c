using System.Diagnostics;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Sqlite;

namespace TokenFinOps.Evaluation.Storage;

/// <summary>Times appends and questions of a ledger file.</summary>
internal static class StoreRuns
{
    private const int WarmUps = 20;

    /// <summary>Appends entries as an application does whose calls wait for nothing, and waits until they are written.</summary>
    public static async Task<double> BufferedAsync(string file, LedgerEntry[] entries)
    {
        await using var ledger = new SqliteCostLedger($"Data Source={file}");
        long start = Stopwatch.GetTimestamp();
        foreach (LedgerEntry entry in entries)
        {
            await ledger.AppendAsync(entry).ConfigureAwait(false);
        }

        await ledger.FlushAsync().ConfigureAwait(false);
        return entries.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Appends entries from many calls at a time, each of which waits until its own entry is on disk.</summary>
    public static async Task<double> AcknowledgedAsync(string file, LedgerEntry[] entries, int callers)
    {
        await using var ledger = new SqliteCostLedger($"Data Source={file}", new SqliteLedgerOptions { Durability = LedgerDurability.Acknowledged });
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next); i < entries.Length; i = Interlocked.Increment(ref next))
            {
                await ledger.AppendAsync(entries[i]).ConfigureAwait(false);
            }
        }))).ConfigureAwait(false);
        return entries.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public static double HandWritten(string file, object[][] rows, string synchronous, int batch)
    {
        using var inserts = new HandWrittenInserts(file, synchronous);
        long start = Stopwatch.GetTimestamp();
        inserts.Insert(rows, batch);
        return rows.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Asks a question several times, after as many times as it takes until the program is compiled for speed.</summary>
    /// <returns>The median time in milliseconds, and the last answer.</returns>
    public static async Task<(double Milliseconds, LedgerReport Report)> AskAsync(ICostLedger ledger, LedgerQuery query, int times)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            await ledger.QueryAsync(query).ConfigureAwait(false);
        }

        var elapsed = new double[times];
        LedgerReport? report = null;
        for (int i = 0; i < times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            report = await ledger.QueryAsync(query).ConfigureAwait(false);
            elapsed[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(elapsed);
        return (elapsed[times / 2], report!);
    }
}
