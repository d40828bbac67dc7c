using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Query;

/// <summary>One row of a <see cref="LedgerReport"/>: one combination of values, in one time bucket and one currency.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record LedgerRow
{
    /// <summary>
    /// Gets the value of every dimension that was grouped by, in the question's order; <see langword="null"/> where the entries have none. In a hierarchy it is the
    /// value of every level from the coarsest to the row's own, so that a subtotal has fewer keys.
    /// </summary>
    public required ImmutableArray<string?> Keys { get; init; }

    /// <summary>Gets the first moment of the time bucket, or <see langword="null"/> when time is not divided.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Gets a value indicating whether the row sums up entries whose values are no longer known: keys are <see cref="LedgerDimension.OverflowValue"/>.</summary>
    public bool IsOverflow { get; init; }

    /// <summary>Gets a value indicating whether the row is a subtotal of a hierarchy: what it adds up stands in the rows of the finest level as well.</summary>
    public bool IsSubtotal { get; init; }

    /// <summary>Gets the sums.</summary>
    public required LedgerTotals Totals { get; init; }
}
