using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Who is told about new entries. A fault of one observer reaches neither the others nor the append.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class LedgerObservers(ILogger logger)
{
    private ImmutableArray<Subscription> _subscriptions = [];
    private long _faults;

    public long Faults => Interlocked.Read(ref _faults);

    public IDisposable Add(Action<LedgerEntry> observer)
    {
        var subscription = new Subscription(this, observer);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, added) => all.Add(added), subscription);
        return subscription;
    }

    public void Notify(LedgerEntry entry)
    {
        foreach (Subscription subscription in _subscriptions)
        {
            try
            {
                subscription.Observer(entry);
            }
            catch (Exception fault)
            {
                Interlocked.Increment(ref _faults);
                LogFault(logger, entry.Id, fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "An observer of the cost ledger failed on entry {EntryId}. The entry is in the ledger, and the other observers are told.")]
    private static partial void LogFault(ILogger logger, Guid entryId, Exception fault);

    private sealed class Subscription(LedgerObservers owner, Action<LedgerEntry> observer) : IDisposable
    {
        public Action<LedgerEntry> Observer { get; } = observer;

        public void Dispose() => ImmutableInterlocked.Update(ref owner._subscriptions, static (all, removed) => all.Remove(removed), this);
    }
}
