using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Attribution;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Budgets.Conformance;

/// <summary>A process that spends from budgets, as a store of budgets sees it.</summary>
internal sealed class StoreBench : IAsyncDisposable, IBudgetObserver
{
    private readonly BudgetConversion _conversion;
    private readonly BudgetEventPump _pump;
    private readonly BudgetOptions _options = new();
    private bool _isDisposed;

    public StoreBench(IBudgetStore store, TimeProvider time, params ReadOnlySpan<Budget> budgets)
    {
        foreach (Budget budget in budgets)
        {
            _options.Budgets.Add(budget);
        }

        _options.Validate();
        _conversion = new BudgetConversion(_options);
        _pump = new BudgetEventPump([this], NullLogger.Instance);
        Store = store;
        Time = time;
        Book = new BudgetBook(_options, store, new BudgetMonitor(_pump, time, NullLogger.Instance), time);
    }

    public IBudgetStore Store { get; }

    public TimeProvider Time { get; }

    public BudgetBook Book { get; }

    public List<BudgetEvent> Events { get; } = [];

    /// <summary>Tries to reserve an amount, which stands for whatever each budget measures, in every budget that covers the tags.</summary>
    public Task<(BudgetReservation Reservation, ReserveResult Result)> TryReserveAsync(decimal amount, params (string Key, string Value)[] tags) =>
        TryReserveUntilAsync(amount, tags, TestContext.Current.CancellationToken);

    /// <summary>Tries to reserve an amount for a caller who may give up.</summary>
    public async Task<(BudgetReservation Reservation, ReserveResult Result)> TryReserveUntilAsync(
        decimal amount, (string Key, string Value)[] tags, CancellationToken patience)
    {
        DateTimeOffset now = Time.GetUtcNow();
        var subject = new BudgetSubject(TagSet.Of(tags), null, null, null, null, null, null);
        BudgetCharge[] charges = [.. Book.ChargesOf(subject, now, out _, out _)
            .Select(charge => charge with { Amount = charge.Account.Rule.Limit.Measure == BudgetMeasure.Requests ? 1 : amount })];
        var reservation = new BudgetReservation(null!, charges, now, (now + _options.ReservationLifetime).UtcTicks);
        return (reservation, await Store.ReserveAsync(reservation, patience));
    }

    public async Task<BudgetReservation> ReserveAsync(decimal amount, params (string Key, string Value)[] tags)
    {
        (BudgetReservation reservation, ReserveResult result) = await TryReserveAsync(amount, tags);
        Assert.True(result.IsMade, $"{amount} did not fit into {result.Balance}.");
        return reservation;
    }

    public async Task<bool> FitsAsync(decimal amount, params (string Key, string Value)[] tags)
    {
        (BudgetReservation reservation, ReserveResult result) = await TryReserveAsync(amount, tags);
        await Store.ReleaseAsync(reservation);
        return result.IsMade;
    }

    public Task SettleAsync(BudgetReservation reservation, decimal cost) => SettleAsync(reservation, EntryBuilder.Attempt(cost));

    public Task SettleAsync(BudgetReservation reservation, LedgerEntry entry) => Store.SettleAsync(reservation, new BudgetFigures(entry, _conversion)).AsTask();

    public async Task SpendAsync(decimal cost, params (string Key, string Value)[] tags) => await SettleAsync(await ReserveAsync(cost, tags), cost);

    public async Task<IReadOnlyList<BudgetStatus>> StatusesAsync(string? budget = null) => await Book.GetStatusAsync(budget, TestContext.Current.CancellationToken);

    public async Task<BudgetStatus> StatusAsync(string? budget = null) => Assert.Single(await StatusesAsync(budget));

    /// <summary>Waits until all events have been handed out.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isDisposed, true) ? ValueTask.CompletedTask : _pump.DisposeAsync();

    public ValueTask OnEventAsync(BudgetEvent budgetEvent, CancellationToken cancellationToken)
    {
        Events.Add(budgetEvent);
        return ValueTask.CompletedTask;
    }
}
