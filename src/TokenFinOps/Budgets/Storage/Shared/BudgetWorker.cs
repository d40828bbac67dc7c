using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TokenFinOps.Budgets.Storage.Shared;

/// <summary>Does the work of a shared store in batches: as much as waits while the last batch is done, so that one transaction serves it all (group commit).</summary>
/// <remarks>
/// <para>
/// While the database is away the batch is tried again and again, with the same work: whether it had been done before only the answer was lost, the database knows. So no
/// settlement is lost while the process lives, and none counts twice. Reservations that nobody waits for any more are taken out of it.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
internal sealed partial class BudgetWorker : IAsyncDisposable
{
    // A transaction of so much work is still short, and the rows that it locks are free again soon.
    private const int MostAtOnce = 256;

    private const int MostWaiting = 65_536;

    // To make the schema takes longer than a call waits, and must not be begun again and again.
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(1);

    private readonly Channel<BudgetWork> _queue = Channel.CreateBounded<BudgetWork>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly IBudgetBackend _backend;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private BudgetWork? _next;
    private long _busySince;
    private long _closedAt;
    private volatile bool _isClosing;
    private volatile Exception? _fault;

    public BudgetWorker(IBudgetBackend backend, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        _backend = backend;
        _timeout = timeout;
        _time = time;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Gets why the last batch could not be done, or <see langword="null"/>.</summary>
    public Exception? Fault => _fault;

    /// <summary>Gets a value indicating whether nothing could be done for so long that nobody needs to wait.</summary>
    public bool IsAway => Volatile.Read(ref _busySince) is not 0 and var since && _time.GetElapsedTime(since) >= _timeout;

    /// <summary>Takes work on.</summary>
    /// <returns><see langword="false"/> when too much waits already, or the store is closed.</returns>
    public bool TryTake(BudgetWork work) => _queue.Writer.TryWrite(work);

    /// <summary>Does what waits and ends; while the database is away only so long as a call would wait for it.</summary>
    public async ValueTask DisposeAsync()
    {
        _closedAt = _time.GetTimestamp();
        _isClosing = true;
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (_next is not null || await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            List<BudgetWork> work = Gather();
            if (work.Count > 0)
            {
                await DoAsync(work).ConfigureAwait(false);
            }
        }
    }

    private List<BudgetWork> Gather()
    {
        List<BudgetWork> work = [];
        HashSet<Guid> reservations = [];
        while (work.Count < MostAtOnce && ((_next ?? Read()) is { } next))
        {
            _next = null;
            if (next.Kind != BudgetWorkKind.None && !reservations.Add(next.Reservation.Id))
            {
                // What is done to one reservation is done one after the other.
                _next = next;
                break;
            }

            if (next.Kind != BudgetWorkKind.None)
            {
                work.Add(next);
            }
        }

        return work;
    }

    private BudgetWork? Read() => _queue.Reader.TryRead(out BudgetWork? work) ? work : null;

    private async ValueTask DoAsync(List<BudgetWork> work)
    {
        try
        {
            Volatile.Write(ref _busySince, _time.GetTimestamp());
            var batch = new BudgetBatch(work, _time.GetUtcNow().UtcTicks);
            TimeSpan wait = FirstRetry;
            while (!await TryDoAsync(batch).ConfigureAwait(false))
            {
                await Task.Delay(wait, _time).ConfigureAwait(false);
                wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
            }
        }
        catch (Exception fault) when (work.Count > 1)
        {
            LogTakenApart(_logger, fault, work.Count);
            foreach (BudgetWork each in work)
            {
                await DoAsync([each]).ConfigureAwait(false);
            }
        }
        catch (Exception fault)
        {
            Volatile.Write(ref _busySince, 0);
            LogRefused(_logger, fault, work[0].Kind, _backend.Explain(fault));
            work[0].Fail(fault);
        }
    }

    private async ValueTask<bool> TryDoAsync(BudgetBatch batch)
    {
        try
        {
            using var patience = new CancellationTokenSource(_timeout > LeastPatience ? _timeout : LeastPatience, _time);
            await _backend.ApplyAsync(batch, patience.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (!_backend.IsOfWork(fault))
        {
            return HasGivenUp(batch, fault);
        }

        Volatile.Write(ref _busySince, 0);
        if (_fault is not null)
        {
            _fault = null;
            LogBack(_logger);
        }

        Tell(batch);
        return true;
    }

    private void Tell(BudgetBatch batch)
    {
        foreach (BatchAccount account in batch.Accounts)
        {
            try
            {
                account.Account.Observe(account.Balance, account.Charged, account.Since);
            }
            catch (Exception fault)
            {
                LogNotObserved(_logger, fault, account.Account.Rule.Budget.Name);
            }
        }

        foreach (BudgetReservation unwanted in batch.Complete())
        {
            TryTake(BudgetWork.Release(unwanted));
        }
    }

    private bool HasGivenUp(BudgetBatch batch, Exception fault)
    {
        if (_fault is null)
        {
            LogAway(_logger, fault, _backend.Explain(fault));
        }

        _fault = fault;
        if (!_isClosing || _time.GetElapsedTime(_closedAt) < _timeout)
        {
            return false;
        }

        int lost = 0;
        foreach (BudgetWork work in batch.Work)
        {
            lost += work.Kind == BudgetWorkKind.Settle ? 1 : 0;
            work.Fail(fault);
        }

        LogLost(_logger, fault, lost);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The store of budgets cannot be reached; what calls cost is charged when it is back. {Explanation}")]
    private static partial void LogAway(ILogger logger, Exception fault, string explanation);

    [LoggerMessage(LogLevel.Information, "The store of budgets is back.")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "A batch of {Count} reservations and settlements failed because of one of them; each is tried alone.")]
    private static partial void LogTakenApart(ILogger logger, Exception fault, int count);

    [LoggerMessage(LogLevel.Critical, "The store of budgets refused a piece of work ({Kind}) for good. {Explanation}")]
    private static partial void LogRefused(ILogger logger, Exception fault, BudgetWorkKind kind, string explanation);

    [LoggerMessage(LogLevel.Critical, "The store of budgets was closed while it could not be reached: {Count} settlements are lost to the budgets; the ledger has their entries.")]
    private static partial void LogLost(ILogger logger, Exception fault, int count);

    [LoggerMessage(LogLevel.Error, "What was charged to the budget '{Budget}' could not be looked at.")]
    private static partial void LogNotObserved(ILogger logger, Exception fault, string budget);
}
