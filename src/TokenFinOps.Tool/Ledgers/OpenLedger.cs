using TokenFinOps.Ledger;

namespace TokenFinOps.Tool.Ledgers;

/// <summary>A ledger that a command reads, and what to call it.</summary>
internal sealed record OpenLedger(ICostLedger Ledger, string Name) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Ledger is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
