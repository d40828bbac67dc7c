using System.Numerics;
using System.Runtime.CompilerServices;

namespace TokenFinOps.Pricing;

/// <summary>A usage as the pricing engine reads it: whole counts as <see cref="long"/>, fractional ones as <see cref="decimal"/>, by the same code.</summary>
internal readonly ref struct UsageCounts<T>(ulong mask, ReadOnlySpan<T> amounts)
    where T : unmanaged, INumber<T>
{
    private readonly ReadOnlySpan<T> _amounts = amounts;

    public ulong Mask => mask;

    /// <summary>Gets the reported count of a kind, or zero.</summary>
    public T this[int kind]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (mask & (1UL << kind)) == 0 ? T.Zero : _amounts[BitOperations.PopCount(mask & ((1UL << kind) - 1))];
    }

    /// <summary>Gets the inclusive count of a kind: as reported, but at least what its reported parts add up to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Total(int kind, ref PricingIssues issues)
    {
        ulong parts = UsageKinds.DescendantMask(kind) & mask;
        if (parts == 0)
        {
            return kind == (int)UsageKind.Requests && (mask & 1) == 0 ? T.One : this[kind];
        }

        return TotalWithParts(kind, parts, ref issues);
    }

    private T TotalWithParts(int kind, ulong parts, ref PricingIssues issues)
    {
        T reported = this[kind];
        if (SumOf(parts) <= reported)
        {
            return reported;
        }

        T least = LeastTotal(kind);
        if (least > reported && (mask & (1UL << kind)) != 0)
        {
            issues |= PricingIssues.PartExceedsWhole;
        }

        return least;
    }

    // Parts along one axis exclude each other, so they add up; parts of different axes may overlap, so the larger sum is what is certain.
    private T LeastTotal(int kind)
    {
        T least = this[kind];
        if ((UsageKinds.DescendantMask(kind) & mask) == 0)
        {
            return least;
        }

        least = T.Max(least, LeastTotalOf(KindLattice.ModalityChildren(kind)));
        return T.Max(least, LeastTotalOf(KindLattice.OtherChildren(kind)));
    }

    private T LeastTotalOf(ulong kinds)
    {
        T total = T.Zero;
        for (ulong rest = kinds; rest != 0; rest &= rest - 1)
        {
            int kind = BitOperations.TrailingZeroCount(rest);
            if (((UsageKinds.DescendantMask(kind) | (1UL << kind)) & mask) != 0)
            {
                total += LeastTotal(kind);
            }
        }

        return total;
    }

    private T SumOf(ulong kinds)
    {
        T sum = T.Zero;
        for (ulong rest = kinds; rest != 0; rest &= rest - 1)
        {
            sum += this[BitOperations.TrailingZeroCount(rest)];
        }

        return sum;
    }
}
