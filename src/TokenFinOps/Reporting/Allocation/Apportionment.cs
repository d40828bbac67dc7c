using System.Collections.Immutable;
using System.Numerics;

namespace TokenFinOps.Reporting.Allocation;

/// <summary>Divides money by weights, and rounds it, without losing or making any.</summary>
/// <remarks>
/// <para>The largest-remainder method (Hamilton):</para>
/// <list type="number">
/// <item><description>Every share gets the whole units of its exact quota, amount × weight ÷ sum of weights.</description></item>
/// <item><description>The units that are left go, one each, to the shares with the largest remainders; of equal ones to the first.</description></item>
/// <item><description>What the amount has below one unit goes to the next share in that order.</description></item>
/// </list>
/// <para>Quotas and remainders are compared as integers, never rounded. Pure and thread-safe.</para>
/// </remarks>
public static class Apportionment
{
    private const int Scale = 28;

    /// <summary>Divides an amount by weights.</summary>
    /// <param name="amount">The amount, of either sign: a credit is divided as a charge is.</param>
    /// <param name="weights">The weights, none of them negative.</param>
    /// <param name="decimals">How many decimals a share has, 0 to 28: 2 for cents.</param>
    /// <returns>The shares, in the order of the weights. Their sum is exactly <paramref name="amount"/>; a weight of zero gets nothing.</returns>
    /// <exception cref="ArgumentException">A weight is negative, or all are zero.</exception>
    /// <exception cref="OverflowException">The amount has more than 28 digits, counted in units.</exception>
    public static ImmutableArray<decimal> Split(decimal amount, ReadOnlySpan<decimal> weights, int decimals = 2)
    {
        BigInteger unit = UnitOf(decimals);
        BigInteger[] integers = [.. weights.ToArray().Select(WeightOf)];
        BigInteger total = integers.Aggregate(BigInteger.Zero, BigInteger.Add);
        if (total.IsZero)
        {
            throw new ArgumentException($"{amount} cannot be divided: no weight is above zero. Say where it goes instead.", nameof(weights));
        }

        BigInteger whole = Integer(Math.Abs(amount));
        var units = new BigInteger[integers.Length];
        var remainders = new BigInteger[integers.Length];
        for (int i = 0; i < integers.Length; i++)
        {
            (units[i], remainders[i]) = BigInteger.DivRem(whole * integers[i], total * unit);
        }

        int left = (int)((whole / unit) - units.Aggregate(BigInteger.Zero, BigInteger.Add));
        int[] order = ByRemainder(remainders);
        foreach (int index in order.AsSpan(0, left))
        {
            units[index]++;
        }

        decimal[] shares = Array.ConvertAll(units, each => Math.Sign(amount) * Amount(each, decimals));
        decimal rest = amount - decimal.Round(amount, decimals, MidpointRounding.ToZero);
        if (rest != 0)
        {
            shares[order[left]] += rest;
        }

        return [.. shares];
    }

    /// <summary>Rounds amounts so that their sum is the rounded sum: rounding each by itself would let cents appear or vanish.</summary>
    /// <param name="amounts">The amounts, of either sign.</param>
    /// <param name="decimals">How many decimals are kept, 0 to 28.</param>
    /// <returns>The rounded amounts, in the same order, each less than one unit away. Their sum is the sum rounded half to even.</returns>
    public static ImmutableArray<decimal> Round(ReadOnlySpan<decimal> amounts, int decimals = 2)
    {
        BigInteger unit = UnitOf(decimals);
        var units = new BigInteger[amounts.Length];
        var remainders = new BigInteger[amounts.Length];
        BigInteger sum = BigInteger.Zero;
        for (int i = 0; i < units.Length; i++)
        {
            BigInteger integer = Integer(amounts[i]);
            sum += integer;
            (units[i], remainders[i]) = Floor(integer, unit);
        }

        int left = (int)(HalfToEven(sum, unit) - units.Aggregate(BigInteger.Zero, BigInteger.Add));
        foreach (int index in ByRemainder(remainders).AsSpan(0, left))
        {
            units[index]++;
        }

        return [.. units.Select(each => Amount(each, decimals))];
    }

    private static BigInteger UnitOf(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, Scale);
        return BigInteger.Pow(10, Scale - decimals);
    }

    private static BigInteger WeightOf(decimal weight) => weight >= 0
        ? Integer(weight)
        : throw new ArgumentException($"The weight {weight} is negative; shares need weights of zero or more.", nameof(weight));

    // Every decimal is a whole number of 10⁻²⁸.
    private static BigInteger Integer(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger digits = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        digits *= BigInteger.Pow(10, Scale - ((bits[3] >> 16) & 0xFF));
        return bits[3] < 0 ? -digits : digits;
    }

    private static decimal Amount(BigInteger units, int decimals) => (decimal)units / (decimal)BigInteger.Pow(10, decimals);

    private static (BigInteger Whole, BigInteger Remainder) Floor(BigInteger value, BigInteger unit)
    {
        (BigInteger whole, BigInteger rest) = BigInteger.DivRem(value, unit);
        return rest.Sign < 0 ? (whole - 1, rest + unit) : (whole, rest);
    }

    private static BigInteger HalfToEven(BigInteger value, BigInteger unit)
    {
        (BigInteger whole, BigInteger rest) = Floor(value, unit);
        int half = (rest * 2).CompareTo(unit);
        return half > 0 || (half == 0 && !whole.IsEven) ? whole + 1 : whole;
    }

    private static int[] ByRemainder(BigInteger[] remainders) =>
        [.. Enumerable.Range(0, remainders.Length).OrderByDescending(index => remainders[index])];
}
