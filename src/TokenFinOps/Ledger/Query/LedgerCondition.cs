using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Query;

/// <summary>One condition of a <see cref="LedgerFilter"/>: a dimension has, or has not, one of some values.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class LedgerCondition
{
    /// <summary>Initializes a new instance of the <see cref="LedgerCondition"/> class.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="values">The values, compared exactly; <see langword="null"/> is an entry without a value, e.g. without the tag.</param>
    /// <param name="isNegated">Whether the entries that have none of the values are meant.</param>
    /// <exception cref="ArgumentException">There are no values, or a value of a closed set is not a member of it.</exception>
    public LedgerCondition(LedgerDimension dimension, IEnumerable<string?> values, bool isNegated = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        Dimension = dimension;
        Values = [.. values.Select(value => value is null ? null : dimension.Canonical(value)).Distinct(StringComparer.Ordinal)];
        IsNegated = isNegated;
        if (dimension.Kind == DimensionKind.None)
        {
            throw LedgerDimension.NotADimension();
        }

        if (Values.IsEmpty)
        {
            throw new ArgumentException($"A condition on {dimension.Name} needs at least one value; pass null for entries that have none.", nameof(values));
        }
    }

    /// <summary>Gets the dimension.</summary>
    public LedgerDimension Dimension { get; }

    /// <summary>Gets the values; <see langword="null"/> is an entry without a value.</summary>
    public ImmutableArray<string?> Values { get; }

    /// <summary>Gets a value indicating whether the entries that have none of the values are meant.</summary>
    public bool IsNegated { get; }

    /// <summary>Describes the condition, e.g. <c>team in (support, sales)</c>.</summary>
    /// <returns>The description.</returns>
    public override string ToString() => $"{Dimension.Name} {(IsNegated ? "not in" : "in")} ({string.Join(", ", Values.Select(static value => value ?? "none"))})";

    internal bool Matches(string? value)
    {
        foreach (string? candidate in Values)
        {
            if (string.Equals(candidate, value, StringComparison.Ordinal))
            {
                return !IsNegated;
            }
        }

        return IsNegated;
    }
}
