using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Query;

/// <summary>Which entries are meant: those of a period that meet every condition.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record LedgerFilter
{
    /// <summary>Gets the filter that lets every entry through.</summary>
    public static LedgerFilter All { get; } = new();

    /// <summary>Gets the first moment of the period. The default is <see langword="null"/>: from the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the first moment after the period. The default is <see langword="null"/>: without an end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets the conditions; an entry must meet them all. The default is none.</summary>
    public ImmutableArray<LedgerCondition> Conditions { get; init; } = [];

    /// <summary>Gets a value indicating whether only single entries can answer, because a condition tells requests apart.</summary>
    internal bool IsPerRequest => Conditions.Any(static condition => condition.Dimension.IsPerRequest);

    /// <summary>Makes a filter for a period.</summary>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">The first moment after it.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentException">The period ends before it starts.</exception>
    public static LedgerFilter Between(DateTimeOffset from, DateTimeOffset to) => to >= from
        ? new LedgerFilter { From = from, To = to }
        : throw new ArgumentException($"The period ends at {to:u}, before it starts at {from:u}.", nameof(to));

    /// <summary>Adds a condition: a dimension has one of some values.</summary>
    /// <param name="dimension">The dimension; a string is a tag.</param>
    /// <param name="values">The values; <see langword="null"/> is an entry without a value.</param>
    /// <returns>The narrower filter.</returns>
    /// <exception cref="ArgumentException">There are no values, or a value of a closed set is not a member of it.</exception>
    public LedgerFilter Where(LedgerDimension dimension, params IEnumerable<string?> values) => And(new LedgerCondition(dimension, values));

    /// <summary>Adds a condition: a dimension has none of some values.</summary>
    /// <param name="dimension">The dimension; a string is a tag.</param>
    /// <param name="values">The values; <see langword="null"/> is an entry without a value.</param>
    /// <returns>The narrower filter.</returns>
    /// <exception cref="ArgumentException">There are no values, or a value of a closed set is not a member of it.</exception>
    public LedgerFilter WhereNot(LedgerDimension dimension, params IEnumerable<string?> values) => And(new LedgerCondition(dimension, values, isNegated: true));

    /// <summary>Adds a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>The narrower filter.</returns>
    public LedgerFilter And(LedgerCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return this with { Conditions = Conditions.Add(condition) };
    }

    /// <summary>Finds out whether an entry is meant.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns><see langword="true"/> when it lies in the period and meets every condition.</returns>
    public bool Matches(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Contains(entry.Timestamp) && MeetsConditions(entry);
    }

    internal bool Contains(DateTimeOffset moment) => (From is not { } from || moment >= from) && (To is not { } to || moment < to);

    private bool MeetsConditions(LedgerEntry entry)
    {
        foreach (LedgerCondition condition in Conditions)
        {
            if (!condition.Matches(condition.Dimension.ValueOf(entry)))
            {
                return false;
            }
        }

        return true;
    }
}
