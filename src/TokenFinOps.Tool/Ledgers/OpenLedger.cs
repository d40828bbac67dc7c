using TokenFinOps.Ledger;
using TokenFinOps.Reporting.Closing;

namespace TokenFinOps.Tool.Ledgers;

/// <summary>A ledger that a command reads, the periods of it that were closed, and what to call it.</summary>
internal sealed record OpenLedger(IDurableCostLedger Ledger, IClosedPeriodStore Books, string Name) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        if (Books is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
