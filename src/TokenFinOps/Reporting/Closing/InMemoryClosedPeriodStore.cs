using System.Collections.Concurrent;

namespace TokenFinOps.Reporting.Closing;

/// <summary>Keeps closed periods in the process's memory: for tests and trials, since books that are forgotten are not closed.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class InMemoryClosedPeriodStore : IClosedPeriodStore
{
    private readonly ConcurrentDictionary<string, ClosedPeriod> _closed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask SaveAsync(ClosedPeriod closed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(closed);
        ClosedPeriod kept = _closed.GetOrAdd(closed.Period.Name, closed);
        return kept.ContentHash == closed.ContentHash ? ValueTask.CompletedTask : throw PeriodCloseException.AlreadyClosed(kept);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ClosedPeriod>> ListAsync(CancellationToken cancellationToken = default) =>
        new([.. _closed.Values.OrderBy(static closed => closed.Period.From)]);

    /// <inheritdoc/>
    public ValueTask<ClosedPeriod?> FindAsync(string period, CancellationToken cancellationToken = default) => new(_closed.GetValueOrDefault(period));
}
