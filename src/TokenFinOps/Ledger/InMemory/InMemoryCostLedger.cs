using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Ledger.InMemory;

/// <summary>A cost ledger in the process's memory, within bounds: exact sums for every hour, and the latest entries one by one.</summary>
/// <remarks>
/// <para>How it works:</para>
/// <list type="number">
/// <item><description>An entry is added to the sum of its hour, model, tags and other values, and put into a ring of recent entries. Both take constant time.</description></item>
/// <item><description>Sums are exact (<see cref="Pricing.ExactSum"/>): they do not depend on the order of entries or on who wrote them.</description></item>
/// <item><description>
/// Where there are more combinations of values than <see cref="InMemoryCostLedgerOptions.MaxRollups"/>, new ones or those of the oldest hour share one sum, the
/// overflow: every total stays exact, and reports say how much is in it (<see cref="LedgerReport.Overflow"/>).
/// </description></item>
/// <item><description>Questions are answered from the sums; those about runs and requests, and those that cut an hour, from the recent entries.</description></item>
/// </list>
/// <para>
/// Thread-safe. One lock guards it all, held for well under a microsecond by an append and hour by hour by a query, which therefore sees each entry wholly or not
/// at all. What it holds is gone when the process ends. A duplicate is recognised while the first of the two is among the recent entries.
/// </para>
/// </remarks>
public sealed class InMemoryCostLedger : ICostLedger
{
    private readonly Lock _gate = new();
    private readonly RollupStore _rollups;
    private readonly EntryRing _ring;
    private readonly LedgerObservers _observers;
    private long _duplicates;

    /// <summary>Initializes a new instance of the <see cref="InMemoryCostLedger"/> class.</summary>
    /// <param name="options">How much it remembers; <see langword="null"/> for the defaults. Later changes of the object have no effect.</param>
    /// <param name="timeProvider">The clock that the retention goes by; <see langword="null"/> is the system's.</param>
    /// <param name="logger">Where faults of observers are logged; <see langword="null"/> is nowhere.</param>
    /// <exception cref="ArgumentException">An option is out of range. The message names all that are.</exception>
    public InMemoryCostLedger(InMemoryCostLedgerOptions? options = null, TimeProvider? timeProvider = null, ILogger<InMemoryCostLedger>? logger = null)
    {
        InMemoryCostLedgerOptions limits = (options ?? new()).Copy();
        limits.Validate();
        _rollups = new RollupStore(limits, timeProvider ?? TimeProvider.System);
        _ring = new EntryRing(limits.RecentEntries);
        _observers = new LedgerObservers(logger ?? NullLogger<InMemoryCostLedger>.Instance);
    }

    /// <summary>Gets how full the ledger is, and what it had to give up.</summary>
    public LedgerStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return new LedgerStatistics
                {
                    Entries = _ring.Count + _ring.Evicted,
                    Duplicates = _duplicates,
                    Retained = _ring.Count,
                    Evicted = _ring.Evicted,
                    Hours = _rollups.Hours,
                    Rollups = _rollups.Rollups,
                    OverflowEntries = _rollups.OverflowEntries,
                    ExpiredEntries = _rollups.ExpiredEntries,
                    ObserverFaults = _observers.Faults,
                };
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(LedgerEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate)
        {
            if (_ring.Contains(entry.Id))
            {
                _duplicates++;
                return ValueTask.CompletedTask;
            }

            _ring.Add(entry, _rollups.Add(entry));
        }

        _observers.Notify(entry);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<LedgerReport> QueryAsync(LedgerQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        var answer = new LedgerAnswer(query);
        Plan(answer);
        answer.ReadEntries();
        foreach (HourBucket hour in answer.SummedHours)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_gate)
            {
                answer.ReadSums(hour);
            }
        }

        return ValueTask.FromResult(answer.Build());
    }

    /// <inheritdoc/>
    /// <remarks>The entries are those that are kept when the enumeration is asked for.</remarks>
    public IAsyncEnumerable<LedgerEntry> EnumerateAsync(LedgerFilter? filter = null, CancellationToken cancellationToken = default)
    {
        LedgerEntry[] entries;
        lock (_gate)
        {
            entries = _ring.ToArray();
        }

        return entries.Where(Matches).ToAsyncEnumerable();

        bool Matches(LedgerEntry entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return filter?.Matches(entry) ?? true;
        }
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<LedgerEntry> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return _observers.Add(observer);
    }

    private void Plan(LedgerAnswer answer)
    {
        HourBucket[] hours;
        DateTimeOffset? expiredBefore;
        lock (_gate)
        {
            hours = _rollups.ToArray();
            expiredBefore = _rollups.ExpiredBefore;
        }

        answer.Plan(hours, expiredBefore);
        if (!answer.NeedsEntries)
        {
            return;
        }

        lock (_gate)
        {
            answer.Take(_ring);
        }
    }
}
