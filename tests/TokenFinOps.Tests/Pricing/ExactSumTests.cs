using System.Numerics;
using CsCheck;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Pricing;

public sealed class ExactSumTests
{
    private static readonly BigInteger One = BigInteger.Pow(10, 28);

    // Every decimal is made of 96 random bits (few of them, often), a sign and a scale: the extremes are as likely as prices.
    private static readonly Gen<decimal> AnyDecimal =
        from low in Gen.Int
        from mid in Gen.OneOf(Gen.Const(0), Gen.Int)
        from high in Gen.OneOf(Gen.Const(0), Gen.Int)
        from negative in Gen.Bool
        from scale in Gen.Byte[0, 28]
        select new decimal(low, mid, high, negative, scale);

    private static readonly Gen<decimal> Price = Gen.Select(Gen.Long[0, 9_999_999_999], Gen.Byte[0, 28], static (units, scale) =>
        new decimal((int)units, (int)(units >> 32), 0, false, scale));

    [Fact]
    public void A_sum_of_any_decimals_is_the_sum_of_integers_rounded_once() =>
        AnyDecimal.Array[0, 40].Sample(amounts =>
        {
            BigInteger expected = amounts.Aggregate(BigInteger.Zero, static (sum, amount) => sum + Units(amount));
            ExactSum sum = ExactSum.Of(amounts);

            Assert.Equal(expected.Sign, sum.Sign);
            Assert.Equal(expected.IsZero, sum.IsZero);
            if (BigInteger.Abs(expected) <= Units(decimal.MaxValue))
            {
                Assert.Equal(Round(expected), sum.ToDecimal());
            }
        });

    [Fact]
    public void A_sum_does_not_depend_on_the_order_or_the_grouping() =>
        Gen.Select(AnyDecimal.Array[0, 40], Gen.Int[0, 40], Gen.Int).Sample((amounts, split, seed) =>
        {
            decimal[] shuffled = [.. amounts];
            new Random(seed).Shuffle(shuffled);
            ExactSum left = ExactSum.Of(shuffled.Take(split));
            ExactSum right = ExactSum.Of(shuffled.Skip(split));
            right.Add(left);

            Assert.Equal(ExactSum.Of(amounts), right);
            Assert.Equal(ExactSum.Of(amounts).GetHashCode(), right.GetHashCode());
        });

    [Fact]
    public void Taking_away_undoes_adding() =>
        Gen.Select(AnyDecimal.Array[0, 20], AnyDecimal.Array[0, 20]).Sample((kept, removed) =>
        {
            ExactSum sum = ExactSum.Of([.. kept, .. removed]);
            sum.Subtract(ExactSum.Of(removed));
            Assert.Equal(ExactSum.Of(kept), sum);

            foreach (decimal amount in kept)
            {
                sum.Subtract(amount);
            }

            Assert.True(sum.IsZero);
        });

    [Fact]
    public void A_single_decimal_comes_back_as_it_was() =>
        AnyDecimal.Sample(amount => ExactSum.Of(amount).ToDecimal() == amount);

    [Fact]
    public void Prices_add_up_without_trailing_zeros() =>
        Price.Array[1, 10].Sample(amounts =>
        {
            string text = ExactSum.Of(amounts).ToString();
            Assert.False(text.Contains('.', StringComparison.Ordinal) && text.EndsWith('0'), text);
        });

    [Fact]
    public void Ten_million_tiny_fractions_on_top_of_ten_million_dollars_are_all_there()
    {
        const decimal Fraction = 0.0000000000000000000001m;
        ExactSum sum = ExactSum.Of(10_000_000m);
        for (int i = 0; i < 10_000_000; i++)
        {
            sum.Add(Fraction);
        }

        Assert.Equal(10_000_000.000000000000001m, sum.ToDecimal());
    }

    [Fact]
    public void A_fraction_that_decimal_addition_loses_is_kept()
    {
        const decimal Large = 1_000_000_000_000_000_000m;
        const decimal Tiny = 0.000_000_000_000_000_000_1m;
        Assert.Equal(Large, Large + Tiny);

        ExactSum sum = ExactSum.Of(Large, Tiny, -Large);

        Assert.Equal(Tiny, sum.ToDecimal());
    }

    [Fact]
    public void A_sum_outside_the_range_of_decimal_says_so_and_comes_back_when_it_is_inside_again()
    {
        ExactSum sum = ExactSum.Of(decimal.MaxValue, decimal.MaxValue);
        Assert.Throws<OverflowException>(() => sum.ToDecimal());

        sum.Subtract(decimal.MaxValue);

        Assert.Equal(decimal.MaxValue, sum.ToDecimal());
    }

    private static BigInteger Units(decimal amount)
    {
        int[] bits = decimal.GetBits(amount);
        BigInteger mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        BigInteger units = mantissa * BigInteger.Pow(10, 28 - ((bits[3] >> 16) & 0xFF));
        return bits[3] < 0 ? -units : units;
    }

    private static decimal Round(BigInteger units)
    {
        BigInteger magnitude = BigInteger.Abs(units);
        BigInteger limit = BigInteger.Pow(2, 96) - 1;
        for (int dropped = 0; ; dropped++)
        {
            BigInteger power = BigInteger.Pow(10, dropped);
            BigInteger quotient = BigInteger.DivRem(magnitude, power, out BigInteger rest);
            int half = (rest * 2).CompareTo(power);
            if (half > 0 || (half == 0 && !quotient.IsEven))
            {
                quotient++;
            }

            if (quotient <= limit)
            {
                decimal value = (decimal)quotient / (decimal)(One / power);
                return units.Sign < 0 ? -value : value;
            }
        }
    }
}
