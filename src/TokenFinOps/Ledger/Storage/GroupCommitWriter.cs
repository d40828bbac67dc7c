using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Writes entries in groups: as many as wait while the last group is written, so that one write to disk serves them all (group commit).</summary>
/// <remarks>
/// <para>How it works:</para>
/// <list type="number">
/// <item><description>An append puts the entry into a bounded queue. <see cref="LedgerDurability.Buffered"/> completes then, <see cref="LedgerDurability.Acknowledged"/> when the entry is written.</description></item>
/// <item><description>One background flow takes what is there, waits for more (when buffered for the delay, when acknowledged a moment for those who are on their way), and gives it to the store as one transaction.</description></item>
/// <item><description>A failed write is tried again with the same entries, after a growing wait: entries carry ids, so writing twice counts once.</description></item>
/// <item><description>While writes fail nobody is kept waiting: entries queue until the queue is full and are refused then, aloud.</description></item>
/// </list>
/// <para>Thread-safe.</para>
/// </remarks>
internal sealed partial class GroupCommitWriter : IAsyncDisposable
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(2);

    private readonly PendingQueue _queue;
    private readonly IEntryBatchStore _store;
    private readonly DurableLedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LedgerObservers _observers;
    private readonly TaskCompletionSource _closed = NewSignal();
    private readonly Task _loop;
    private volatile TaskCompletionSource _hurry = NewSignal();
    private volatile CancellationTokenSource _faulted = new();
    private volatile Exception? _fault;
    private long _expected;
    private TimeSpan _lastWrite;
    private long _pending;
    private long _written;
    private long _duplicates;
    private long _refused;
    private long _failedWrites;

    public GroupCommitWriter(IEntryBatchStore store, DurableLedgerOptions options, TimeProvider time, ILogger logger)
    {
        _store = store;
        _options = options;
        _time = time;
        _logger = logger;
        _observers = new LedgerObservers(logger);
        _queue = new PendingQueue(options.MaxPending);
        _loop = Task.Run(RunAsync);
    }

    public LedgerHealth Health => new()
    {
        State = _loop.IsCompleted ? LedgerState.Closed : _fault is null ? LedgerState.Ready : LedgerState.Retrying,
        Fault = _fault,
        Pending = Interlocked.Read(ref _pending),
        Written = Interlocked.Read(ref _written),
        Duplicates = Interlocked.Read(ref _duplicates),
        Refused = Interlocked.Read(ref _refused),
        FailedWrites = Interlocked.Read(ref _failedWrites),
        ObserverFaults = _observers.Faults,
    };

    public IDisposable Subscribe(Action<LedgerEntry> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return _observers.Add(observer);
    }

    public ValueTask AppendAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_options.Durability == LedgerDurability.Acknowledged)
        {
            return AppendAcknowledgedAsync(entry, cancellationToken);
        }

        return TryQueue(new PendingEntry(entry, null)) ? ValueTask.CompletedTask : QueueAsync(new PendingEntry(entry, null), cancellationToken);
    }

    /// <summary>Waits until everything that was appended before is written.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Read(ref _pending) == 0)
        {
            return;
        }

        if (_fault is { } fault)
        {
            throw Unavailable(fault);
        }

        TaskCompletionSource written = NewSignal();
        if (!_queue.TryAdd(new PendingEntry(null, written)))
        {
            await WaitForRoomAsync(new PendingEntry(null, written), cancellationToken).ConfigureAwait(false);
        }

        _hurry.TrySetResult();
        await written.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _closed.TrySetResult();
        _queue.Close();
        _hurry.TrySetResult();

        await _loop.ConfigureAwait(false);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ValueTask AppendAcknowledgedAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        TaskCompletionSource written = NewSignal();
        var pending = new PendingEntry(entry, written);
        bool isQueued = TryQueue(pending);
        return isQueued && _fault is null && !cancellationToken.CanBeCanceled
            ? new ValueTask(written.Task)
            : WaitUntilWrittenAsync(pending, isQueued, cancellationToken);
    }

    private async ValueTask WaitUntilWrittenAsync(PendingEntry pending, bool isQueued, CancellationToken cancellationToken)
    {
        if (!isQueued)
        {
            await QueueAsync(pending, cancellationToken).ConfigureAwait(false);
        }

        if (_fault is { } fault)
        {
            throw Unavailable(fault);
        }

        await pending.Written!.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool TryQueue(PendingEntry pending)
    {
        // Counted first, so that nobody finds nothing pending while an entry is in the queue.
        long waiting = Interlocked.Increment(ref _pending);
        bool isFull = _fault is not null && waiting > _options.MaxPending;
        if (isFull || !_queue.TryAdd(pending))
        {
            Interlocked.Decrement(ref _pending);
            return false;
        }

        if (waiting >= _options.MaxBatch)
        {
            _hurry.TrySetResult();
        }

        return true;
    }

    private async ValueTask QueueAsync(PendingEntry pending, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pending);
        try
        {
            await WaitForRoomAsync(pending, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Interlocked.Decrement(ref _pending);
            Interlocked.Increment(ref _refused);
            throw;
        }
    }

    private async ValueTask WaitForRoomAsync(PendingEntry pending, CancellationToken cancellationToken)
    {
        CancellationToken faulted = _faulted.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, faulted);
        _hurry.TrySetResult();
        try
        {
            await _queue.AddAsync(pending, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (faulted.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(_fault);
        }
        catch (ChannelClosedException closed)
        {
            throw new LedgerUnavailableException("The ledger was disposed of; nothing can be appended any more. Dispose of it after the last call has ended.", closed);
        }
    }

    private async Task RunAsync()
    {
        var batch = new EntryBatch();
        while (await _queue.WaitAsync().ConfigureAwait(false))
        {
            await GatherAsync(batch).ConfigureAwait(false);
            await WriteAsync(batch).ConfigureAwait(false);
        }
    }

    private async ValueTask GatherAsync(EntryBatch batch)
    {
        Take(batch, _options.MaxBatch);
        if (_options.Durability == LedgerDurability.Acknowledged)
        {
            await GatherThoseAtHandAsync(batch).ConfigureAwait(false);
            return;
        }

        if (batch.IsAwaited || batch.Count >= _options.MaxBatch || _options.MaxDelay == TimeSpan.Zero)
        {
            return;
        }

        TaskCompletionSource hurry = NewSignal();
        _hurry = hurry;
        if (!_closed.Task.IsCompleted && Interlocked.Read(ref _pending) < _options.MaxBatch && _queue.IsEmpty)
        {
            await WaitAsync(_options.MaxDelay, hurry.Task).ConfigureAwait(false);
        }

        Take(batch, _options.MaxBatch);
    }

    // Those whose entries were just written append their next ones now: without this the first of them would have a flush of the disk for themselves. They get an eighth of the time
    // that the flush takes, and whoever does not come back is not waited for again. That is time of the disk and of the cores, and so not the application's clock.
    private async ValueTask GatherThoseAtHandAsync(EntryBatch batch)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan most = _lastWrite / 8 < LongestGathering ? _lastWrite / 8 : LongestGathering;
        while (batch.Count < _expected && Stopwatch.GetElapsedTime(start) < most)
        {
            await Task.Yield();
            Take(batch, _options.MaxBatch);
        }
    }

    private async ValueTask WaitAsync(TimeSpan delay, Task sooner)
    {
        using var done = new CancellationTokenSource();
        await Task.WhenAny(Task.Delay(delay, _time, done.Token), sooner).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
    }

    private void Take(EntryBatch batch, int most)
    {
        int taken = 0;
        for (; batch.Count < most && _queue.TryTake(out PendingEntry pending); taken++)
        {
            batch.Add(pending);
        }

        _queue.Free(taken);
    }

    private async ValueTask WriteAsync(EntryBatch batch)
    {
        TimeSpan delay = _options.RetryDelay;
        while (!await TryWriteAsync(batch).ConfigureAwait(false))
        {
            if (_closed.Task.IsCompleted)
            {
                GiveUp(batch);
                return;
            }

            await WaitAsync(delay, _closed.Task).ConfigureAwait(false);
            delay = delay * 2 < LongestRetryDelay ? delay * 2 : LongestRetryDelay;
        }
    }

    private async ValueTask<bool> TryWriteAsync(EntryBatch batch)
    {
        try
        {
            if (batch.Count > 0)
            {
                batch.Restart();
                long start = Stopwatch.GetTimestamp();
                await _store.WriteAsync(batch, CancellationToken.None).ConfigureAwait(false);
                _lastWrite = Stopwatch.GetElapsedTime(start);
            }
        }
        catch (Exception fault)
        {
            Fail(batch, fault);
            return false;
        }

        Succeed(batch);
        return true;
    }

    private void Succeed(EntryBatch batch)
    {
        if (_fault is not null)
        {
            _faulted = new CancellationTokenSource();
            _fault = null;
            LogRecovered(_logger, batch.Count);
        }

        Interlocked.Add(ref _written, batch.Count - batch.Duplicates - batch.Refused);
        Interlocked.Add(ref _duplicates, batch.Duplicates);
        Interlocked.Add(ref _refused, batch.Refused);

        // As many as were on their way when the last group was written may be so again.
        _expected = Math.Min(_options.MaxBatch, Interlocked.Add(ref _pending, -batch.Count) + batch.Count);
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.IsNew(i))
            {
                _observers.Notify(batch[i]);
            }
        }

        if (batch.Refused > 0)
        {
            LogRefused(_logger, batch.Refused);
        }

        batch.Acknowledge();
        batch.Clear();
    }

    private void Fail(EntryBatch batch, Exception fault)
    {
        Interlocked.Increment(ref _failedWrites);
        LogFailed(_logger, fault, batch.Count, _store.Explain(fault));
        _fault = fault;
        _faulted.Cancel();

        // Those who wait in the queue would wait for every further try. Who comes later sees the fault.
        Take(batch, int.MaxValue);
        batch.Disappoint(Unavailable(fault));
    }

    private void GiveUp(EntryBatch batch)
    {
        Interlocked.Add(ref _pending, -batch.Count);
        Interlocked.Add(ref _refused, batch.Count);
        LogLost(_logger, _fault, batch.Count);
        batch.Clear();
    }

    private LedgerUnavailableException Unavailable(Exception? fault) => new(
        $"The ledger cannot write. {(fault is null ? "It was closed." : _store.Explain(fault))} Entries wait in memory, up to {_options.MaxPending:N0}, and are written when it can.",
        fault);

    [LoggerMessage(LogLevel.Error, "The ledger could not write {Count} entries; they wait and will be tried again. {Explanation}")]
    private static partial void LogFailed(ILogger logger, Exception fault, int count, string explanation);

    [LoggerMessage(LogLevel.Information, "The ledger writes again: {Count} entries that had to wait are written.")]
    private static partial void LogRecovered(ILogger logger, int count);

    [LoggerMessage(LogLevel.Critical, "The ledger was closed while it could not write: {Count} entries that were not acknowledged are lost.")]
    private static partial void LogLost(ILogger logger, Exception? fault, int count);

    [LoggerMessage(LogLevel.Error, "The ledger refused {Count} entries: they are older than what it keeps, or cannot be stored.")]
    private static partial void LogRefused(ILogger logger, int count);
}
