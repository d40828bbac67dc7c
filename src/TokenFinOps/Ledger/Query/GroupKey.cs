using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Query;

/// <summary>What makes a row of a report one of its own.</summary>
internal sealed class GroupKey : IEquatable<GroupKey>, IComparable<GroupKey>
{
    private readonly int _hash;

    public GroupKey(DateTimeOffset? start, string currency, ImmutableArray<string?> values, bool isOverflow)
    {
        Start = start;
        Currency = currency;
        Values = values;
        IsOverflow = isOverflow;

        var hash = default(HashCode);
        hash.Add(start);
        hash.Add(currency, StringComparer.Ordinal);
        foreach (string? value in values)
        {
            hash.Add(value, StringComparer.Ordinal);
        }

        _hash = hash.ToHashCode();
    }

    public DateTimeOffset? Start { get; }

    public string Currency { get; }

    public ImmutableArray<string?> Values { get; }

    /// <summary>Gets a value indicating whether values are hidden. A tag whose value happens to be the overflow's mark is another row.</summary>
    public bool IsOverflow { get; }

    /// <summary>Gets the key of all groups that share this one's time bucket, currency and first values.</summary>
    public GroupKey Prefix(int length)
    {
        ImmutableArray<string?> values = Values[..length];
        return new GroupKey(Start, Currency, values, IsOverflow && values.Contains(LedgerDimension.OverflowValue));
    }

    public bool Equals(GroupKey? other) => other is not null && _hash == other._hash && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as GroupKey);

    public override int GetHashCode() => _hash;

    /// <summary>Orders by time bucket, currency and values, the overflow last.</summary>
    public int CompareTo(GroupKey? other)
    {
        int order = ComparePart(other!);
        return order != 0 ? order : CompareValues(other!);
    }

    /// <summary>Orders by time bucket and currency only: the part of a report within which rows are ranked.</summary>
    public int ComparePart(GroupKey other)
    {
        int order = Nullable.Compare(Start, other.Start);
        return order != 0 ? order : string.CompareOrdinal(Currency, other.Currency);
    }

    private int CompareValues(GroupKey other)
    {
        int order = IsOverflow.CompareTo(other.IsOverflow);
        for (int i = 0; order == 0 && i < Values.Length; i++)
        {
            order = string.CompareOrdinal(Values[i], other.Values[i]);
        }

        return order;
    }
}
