using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Entries on their way to the flow that writes them, up to a number; who finds no room waits for it, first come, first served.</summary>
/// <remarks>
/// <para>
/// Whoever is refused has added nothing. A bounded channel of .NET 10 does not keep that promise: a write whose token is cancelled in the moment in which it begins to
/// wait throws, and its item is delivered all the same (dotnet/runtime#132230). So the waiting is a semaphore's, which hands out room and no items, and the channel has
/// no bound.
/// </para>
/// <para>Thread-safe for many that add and one that takes.</para>
/// </remarks>
/// <param name="capacity">How many entries there is room for.</param>
[SuppressMessage(
    "Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "A semaphore without a wait handle holds nothing, and who comes after the end has to be told that the queue is closed.")]
internal sealed class PendingQueue(int capacity)
{
    private readonly Channel<PendingEntry> _entries = Channel.CreateUnbounded<PendingEntry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room = new(capacity);

    public bool IsEmpty => !_entries.Reader.TryPeek(out _);

    /// <summary>Adds an entry if there is room, for which nobody else waits, and the queue is open.</summary>
    public bool TryAdd(PendingEntry pending) => _room.Wait(0) && TryAddTo(pending);

    /// <summary>Adds an entry as soon as there is room.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was room; nothing was added.</exception>
    /// <exception cref="ChannelClosedException">The queue is closed; nothing was added.</exception>
    public async ValueTask AddAsync(PendingEntry pending, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);

        // A writer that fails sends away those who wait, and then empties the queue: the room that this makes must not bring them back.
        if (cancellationToken.IsCancellationRequested)
        {
            _room.Release();
            throw new OperationCanceledException(cancellationToken);
        }

        if (!TryAddTo(pending))
        {
            throw new ChannelClosedException();
        }
    }

    /// <summary>Takes the earliest entry. Its room is taken until <see cref="Free"/> is called.</summary>
    public bool TryTake(out PendingEntry pending) => _entries.Reader.TryRead(out pending);

    /// <summary>Makes the room of entries that were taken free, for many at once: those who add take the same lock.</summary>
    /// <param name="entries">How many were taken; 0 does nothing.</param>
    public void Free(int entries)
    {
        if (entries > 0)
        {
            _room.Release(entries);
        }
    }

    /// <summary>Waits until there are entries.</summary>
    /// <returns><see langword="false"/> when there are none and the queue is closed.</returns>
    public ValueTask<bool> WaitAsync() => _entries.Reader.WaitToReadAsync();

    /// <summary>Lets nothing more in. What is there can be taken.</summary>
    public void Close()
    {
        _entries.Writer.TryComplete();

        // Who waits for room finds the queue closed, and passes the room on to the next.
        _room.Release();
    }

    private bool TryAddTo(PendingEntry pending)
    {
        bool isOpen = _entries.Writer.TryWrite(pending);
        if (!isOpen)
        {
            _room.Release();
        }

        return isOpen;
    }
}
