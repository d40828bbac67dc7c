using TokenFinOps.Ledger;

namespace TokenFinOps.Tests.Ledger.Conformance;

/// <summary>What every cost ledger promises. A store derives from this and says how it is opened.</summary>
/// <remarks>
/// These files depend on nothing but the SDK, <see cref="EntryBuilder"/>, <see cref="LedgerGens"/> and <see cref="LedgerAsserts"/>, so that the tests of any store can
/// link them. Stores must be able to hold a few thousand entries.
/// </remarks>
public abstract partial class CostLedgerConformance
{
    /// <summary>Gets a value indicating whether entries are still there when the ledger was closed and is opened again.</summary>
    protected virtual bool IsDurable => false;

    /// <summary>Gets how many random ledgers a property is tried on; every one is opened anew.</summary>
    protected virtual int Iterations => 20;

    /// <summary>Opens a ledger that is empty and shares nothing with others that are open.</summary>
    protected abstract ValueTask<ICostLedger> OpenAsync();

    /// <summary>Closes a durable ledger as a process does that stops, and opens it again.</summary>
    protected virtual ValueTask<ICostLedger> ReopenAsync(ICostLedger ledger) => throw new NotSupportedException("Only durable ledgers can be opened again.");

    /// <summary>Disposes of a ledger, if it can be disposed of.</summary>
    protected virtual async ValueTask CloseAsync(ICostLedger ledger)
    {
        if (ledger is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            (ledger as IDisposable)?.Dispose();
        }
    }

    private async Task WithLedgerAsync(Func<ICostLedger, Task> use)
    {
        ICostLedger ledger = await OpenAsync();
        try
        {
            await use(ledger);
        }
        finally
        {
            await CloseAsync(ledger);
        }
    }
}
