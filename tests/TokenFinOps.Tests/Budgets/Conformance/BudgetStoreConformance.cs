using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;

namespace TokenFinOps.Tests.Budgets.Conformance;

/// <summary>What every store of budgets promises. A store derives from this and says how it is opened.</summary>
/// <remarks>These files depend on nothing but the SDK and <c>EntryBuilder</c>, so that the tests of any store can link them.</remarks>
public abstract partial class BudgetStoreConformance : IAsyncDisposable
{
    private readonly List<IBudgetStore> _stores = [];
    private readonly List<StoreBench> _benches = [];

    /// <summary>Gets a value indicating whether balances are kept in a database that several processes share.</summary>
    protected virtual bool IsShared => true;

    /// <summary>Gets how many random histories a property is tried on.</summary>
    protected virtual int Iterations => 10;

    private FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-03-10T12:00:00Z", null));

    public async ValueTask DisposeAsync()
    {
        foreach (StoreBench bench in _benches)
        {
            await bench.DisposeAsync();
        }

        foreach (IAsyncDisposable store in _stores.OfType<IAsyncDisposable>())
        {
            await store.DisposeAsync();
        }

        await ClearAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a store in a place of the test's own: every call is a further process that shares it.</summary>
    private protected abstract IBudgetStore Open(TimeProvider time);

    /// <summary>Goes to another place, which is empty.</summary>
    protected abstract ValueTask ClearAsync();

    private StoreBench NewBench(params ReadOnlySpan<Budget> budgets)
    {
        _stores.Add(Open(new DatedClock(Time)));
        _benches.Add(new StoreBench(_stores[^1], Time, budgets));
        return _benches[^1];
    }
}
