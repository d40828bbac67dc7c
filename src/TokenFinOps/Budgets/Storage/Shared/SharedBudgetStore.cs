using Microsoft.Extensions.Logging;

namespace TokenFinOps.Budgets.Storage.Shared;

/// <summary>Keeps balances in a database, which several processes may share.</summary>
/// <remarks>
/// <para>How it works:</para>
/// <list type="number">
/// <item><description>Reservations and settlements that come while others are written are written together: a hot account is locked once for all of them.</description></item>
/// <item><description>What is reserved is a row with a time of expiry. Whoever removes it gives it back: a settlement, or anyone who needs the room after that time.</description></item>
/// <item><description>While the database is away a reservation fails after a while, and then at once; settlements are kept and made when it is back.</description></item>
/// <item><description>A reservation whose caller gave up is given back as soon as it turns out that it was made.</description></item>
/// </list>
/// <para>Nothing is opened before the first call that a budget covers. Thread-safe.</para>
/// </remarks>
internal sealed partial class SharedBudgetStore : IBudgetStore, IAsyncDisposable
{
    private static readonly TimeSpan FirstCleaning = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CleaningPeriod = TimeSpan.FromHours(1);

    private readonly IBudgetBackend _backend;
    private readonly BudgetWorker _worker;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private Task _cleaning = Task.CompletedTask;
    private long _nextCleaning;
    private bool _isDisposed;

    public SharedBudgetStore(IBudgetBackend backend, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        _backend = backend;
        _worker = new BudgetWorker(backend, timeout, time, logger);
        _timeout = timeout;
        _time = time;
        _logger = logger;
        _nextCleaning = (time.GetUtcNow() + FirstCleaning).UtcTicks;
    }

    public async ValueTask<ReserveResult> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        reservation.Id = Guid.NewGuid();
        var work = BudgetWork.Reserve(reservation);
        if (_worker.IsAway || !_worker.TryTake(work))
        {
            throw Unavailable();
        }

        await WaitAsync(work, cancellationToken).ConfigureAwait(false);
        reservation.IsMade = work.Refused == BudgetWork.Done;
        CleanNowAndThen();
        return reservation.IsMade ? ReserveResult.Made : new ReserveResult(work.Refused, work.Balance);
    }

    public async ValueTask SettleAsync(BudgetReservation reservation, BudgetFigures figures)
    {
        if (reservation.TryClose())
        {
            await KeepAsync(BudgetWork.Settle(reservation, figures)).ConfigureAwait(false);
        }
    }

    public async ValueTask ReleaseAsync(BudgetReservation reservation)
    {
        if (reservation.IsMade && reservation.TryClose())
        {
            await KeepAsync(BudgetWork.Release(reservation)).ConfigureAwait(false);
        }
    }

    public async ValueTask<IReadOnlyList<BudgetAccount>> ReadAsync(BudgetRule rule, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        IReadOnlyList<StoredAccount> stored;
        try
        {
            stored = await _backend.ReadAsync(rule, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(fault);
        }

        return [.. stored.OrderBy(static each => each.Scope, StringComparer.Ordinal).Select(each => Observed(rule, each, now))];
    }

    /// <summary>Does what waits and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _worker.DisposeAsync().ConfigureAwait(false);
        await _cleaning.ConfigureAwait(false);
        await _backend.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    private static BudgetAccount Observed(BudgetRule rule, in StoredAccount stored, DateTimeOffset now)
    {
        BudgetAccount account = rule.AccountAt(stored.Scope, now);
        account.Observe(new BudgetBalance(rule.LimitOf(stored.Scope) + stored.Carried, stored.Spent, stored.Presumed, stored.Reserved), 0, stored.Since);
        return account;
    }

    private async ValueTask WaitAsync(BudgetWork work, CancellationToken cancellationToken)
    {
        try
        {
            await work.Completion.WaitAsync(_timeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException timeout) when (!work.Completion.IsFaulted)
        {
            if (work.TryAbandon())
            {
                throw Unavailable(timeout);
            }

            await work.Completion.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was made in the last moment is given back; what comes later is by the worker.
            if (!work.TryAbandon() && work.Refused == BudgetWork.Done)
            {
                _worker.TryTake(BudgetWork.Release(work.Reservation));
            }

            throw;
        }
    }

    /// <summary>Waits for work that is done in any case, but not for long.</summary>
    private async ValueTask KeepAsync(BudgetWork work)
    {
        if (!_worker.TryTake(work))
        {
            throw Unavailable();
        }

        if (_worker.Fault is not null)
        {
            return;
        }

        try
        {
            await work.Completion.WaitAsync(_timeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!work.Completion.IsFaulted)
        {
            // It waits for the database. Nobody need wait with it.
        }
    }

    private BudgetUnavailableException Unavailable(Exception? fault = null)
    {
        Exception? cause = _worker.Fault ?? fault;
        string why = cause is null or TimeoutException ? "It does not answer in time, is closed, or has too much to do." : _backend.Explain(cause);
        return new BudgetUnavailableException($"The store of budgets cannot be used. {why}", cause!);
    }

    private void CleanNowAndThen()
    {
        long now = _time.GetUtcNow().UtcTicks;
        long next = Volatile.Read(ref _nextCleaning);
        if (now >= next && Interlocked.CompareExchange(ref _nextCleaning, now + CleaningPeriod.Ticks, next) == next && !_closing.IsCancellationRequested)
        {
            _cleaning = Task.Run(CleanAsync);
        }
    }

    private async Task CleanAsync()
    {
        try
        {
            await _backend.CleanAsync(_time.GetUtcNow(), _closing.Token).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            LogNotCleaned(_logger, fault, _backend.Explain(fault));
        }
    }

    [LoggerMessage(LogLevel.Debug, "Old windows of budgets were not removed; it is tried again in an hour. {Explanation}")]
    private static partial void LogNotCleaned(ILogger logger, Exception fault, string explanation);
}
