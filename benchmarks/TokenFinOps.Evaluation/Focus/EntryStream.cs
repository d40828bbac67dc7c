using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>A ledger that can only be read through: entries are made while they are asked for, so that an export of any length can be measured.</summary>
internal sealed class EntryStream(IEnumerable<LedgerEntry> entries) : ICostLedger
{
    public IAsyncEnumerable<LedgerEntry> EnumerateAsync(LedgerFilter? filter = null, CancellationToken cancellationToken = default) =>
        entries.Where(entry => filter?.Matches(entry) ?? true).ToAsyncEnumerable();

    public ValueTask AppendAsync(LedgerEntry entry, CancellationToken cancellationToken = default) => throw OnlyRead();

    public ValueTask<LedgerReport> QueryAsync(LedgerQuery query, CancellationToken cancellationToken = default) => throw OnlyRead();

    public IDisposable Subscribe(Action<LedgerEntry> observer) => throw OnlyRead();

    private static NotSupportedException OnlyRead() => new("These entries can only be enumerated.");
}
