using System.Collections.Immutable;

namespace TokenFinOps.Pricing;

/// <summary>The prices of one unit on a rate card as integers over one power of ten, so that whole counts are multiplied and added as integers.</summary>
/// <remarks>
/// Exactly the sum that <see cref="decimal"/> arithmetic gives, several times faster: a bill is Σ count × mantissa, made a decimal once. Prices that do not fit,
/// such as one of 0.36 per hour by the second, have no integer and are multiplied as decimals.
/// </remarks>
internal sealed class ScaledUnitPrices
{
    /// <summary>Stands for a price that has no integer.</summary>
    public const long None = -1;

    private readonly int _scale;
    private readonly long[][] _byKind;

    public ScaledUnitPrices(ImmutableArray<Rate> rates)
    {
        foreach (Rate rate in rates)
        {
            for (int tier = -1; tier < rate.Tiers.Length; tier++)
            {
                _scale = Math.Max(_scale, Normalize(rate.UnitAmountIn(tier)).Scale);
            }
        }

        _byKind = new long[64][];
        foreach (Rate rate in rates)
        {
            var units = new long[rate.Tiers.Length + 1];
            for (int tier = -1; tier < rate.Tiers.Length; tier++)
            {
                units[tier + 1] = Scale(rate, tier);
            }

            _byKind[(int)rate.Kind] = units;
        }
    }

    /// <summary>Gets the price of one unit in a tier (-1 is the base price) as an integer, or <see cref="None"/>.</summary>
    public long Find(UsageKind kind, int tier) => _byKind[(int)kind][tier + 1];

    /// <summary>Makes a sum of such integers a decimal again.</summary>
    /// <returns>The sum, or <see langword="null"/> when it exceeds the 96 bits of a decimal's digits.</returns>
    public decimal? ToDecimal(UInt128 sum)
    {
        ulong upper = (ulong)(sum >> 64);
        ulong lower = (ulong)sum;
        return upper > uint.MaxValue ? null : new decimal((int)lower, (int)(lower >> 32), (int)upper, isNegative: false, (byte)_scale);
    }

    private long Scale(Rate rate, int tier)
    {
        if (!rate.HasUnitAmount)
        {
            return None;
        }

        decimal unit = Normalize(rate.UnitAmountIn(tier));
        UInt128 mantissa = Mantissa(unit);
        for (int i = unit.Scale; i < _scale; i++)
        {
            mantissa *= 10;
            if (mantissa > long.MaxValue)
            {
                return None;
            }
        }

        return mantissa > long.MaxValue ? None : (long)mantissa;
    }

    private static UInt128 Mantissa(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
    }

    // Dividing by one with all digits takes trailing zeros off.
    private static decimal Normalize(decimal value) => value / 1.0000000000000000000000000000m;
}
