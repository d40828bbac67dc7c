using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Ledger;

/// <summary>The record of what every model call cost, and to whom: written by the meter, read by the application, finance and dashboards.</summary>
/// <remarks>Implementations are thread-safe. Sums do not depend on the order or the concurrency of appends.</remarks>
public interface ICostLedger
{
    /// <summary>Adds an entry. An entry whose <see cref="LedgerEntry.Id"/> the ledger already has is ignored.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Cancels the wait, not the write.</param>
    /// <returns>A task that completes when the entry is as durable as the ledger promises.</returns>
    ValueTask AppendAsync(LedgerEntry entry, CancellationToken cancellationToken = default);

    /// <summary>Answers a question: sums by time, dimension and tag.</summary>
    /// <param name="query">The question.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The answer. It says in <see cref="LedgerReport.Gaps"/> when it is not exactly what was asked.</returns>
    ValueTask<LedgerReport> QueryAsync(LedgerQuery query, CancellationToken cancellationToken = default);

    /// <summary>Streams the single entries that the ledger still has.</summary>
    /// <param name="filter">Which entries; <see langword="null"/> is all.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The entries in the order in which they were appended. Entries appended meanwhile may or may not be among them.</returns>
    IAsyncEnumerable<LedgerEntry> EnumerateAsync(LedgerFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Calls an observer for every entry that is written from now on, which a durable ledger may do a little after the append; not for duplicates.</summary>
    /// <param name="observer">What is called after the append, by the thread that writes: it should be quick. A fault in it is logged and breaks nothing.</param>
    /// <returns>What ends the subscription when it is disposed of.</returns>
    IDisposable Subscribe(Action<LedgerEntry> observer);
}
