using System.Diagnostics;
using TokenFinOps.Ledger;
using TokenFinOps.LedgerWriter;

// Writes entries with many at once on their way, and prints the id of each that was acknowledged. Tests start it, and kill it.
const int AtOnce = 64;

if (args[0] == Spender.Name)
{
    await Spender.RunAsync(SpenderArguments.Parse(args));
    return;
}

if (args[0] == CacheSaver.Name)
{
    await CacheSaver.RunAsync(args);
    return;
}

var arguments = WriterArguments.Parse(args);
TextWriter acknowledged = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
long start = Stopwatch.GetTimestamp();
await using (IDurableCostLedger ledger = LedgerStores.Open(arguments))
{
    int next = -1;
    await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
    {
        for (int i = Interlocked.Increment(ref next); i < arguments.Count; i = Interlocked.Increment(ref next))
        {
            LedgerEntry entry = WriterEntries.Make(arguments.Seed, i);
            await ledger.AppendAsync(entry);
            await acknowledged.WriteLineAsync(entry.Id.ToString());
        }
    }));
}

await Console.Error.WriteLineAsync($"{arguments.Count} entries in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
