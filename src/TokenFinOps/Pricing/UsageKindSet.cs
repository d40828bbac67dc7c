using System.Collections;
using System.Numerics;

namespace TokenFinOps.Pricing;

/// <summary>A set of <see cref="UsageKind"/>s in eight bytes.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public readonly struct UsageKindSet : IEquatable<UsageKindSet>, IEnumerable<UsageKind>
{
    internal UsageKindSet(ulong mask) => Mask = mask;

    /// <summary>Initializes a new instance of the <see cref="UsageKindSet"/> struct.</summary>
    /// <param name="kinds">The members.</param>
    public UsageKindSet(params ReadOnlySpan<UsageKind> kinds)
    {
        foreach (UsageKind kind in kinds)
        {
            Mask |= 1UL << (int)kind;
        }
    }

    /// <summary>Gets how many kinds are in the set.</summary>
    public int Count => BitOperations.PopCount(Mask);

    /// <summary>Gets a value indicating whether the set has no members.</summary>
    public bool IsEmpty => Mask == 0;

    internal ulong Mask { get; }

    /// <summary>Compares two sets.</summary>
    /// <param name="left">One set.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> when they have the same members.</returns>
    public static bool operator ==(UsageKindSet left, UsageKindSet right) => left.Equals(right);

    /// <summary>Compares two sets.</summary>
    /// <param name="left">One set.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> when their members differ.</returns>
    public static bool operator !=(UsageKindSet left, UsageKindSet right) => !left.Equals(right);

    /// <summary>Finds out whether a kind is in the set.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns><see langword="true"/> when it is a member.</returns>
    public bool Contains(UsageKind kind) => (Mask & (1UL << (int)kind)) != 0;

    /// <inheritdoc/>
    public bool Equals(UsageKindSet other) => Mask == other.Mask;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UsageKindSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Mask.GetHashCode();

    /// <summary>Lists the members by name, e.g. <c>cache_read_tokens, output_tokens</c>.</summary>
    /// <returns>The names.</returns>
    public override string ToString() => string.Join(", ", this.Select(static kind => kind.Name()));

    /// <inheritdoc/>
    public IEnumerator<UsageKind> GetEnumerator()
    {
        for (ulong rest = Mask; rest != 0; rest &= rest - 1)
        {
            yield return (UsageKind)BitOperations.TrailingZeroCount(rest);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
