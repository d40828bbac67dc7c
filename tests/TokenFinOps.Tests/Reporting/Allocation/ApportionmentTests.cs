using System.Collections.Immutable;
using CsCheck;
using TokenFinOps.Reporting.Allocation;

namespace TokenFinOps.Tests.Reporting.Allocation;

public sealed class ApportionmentTests
{
    private static readonly Gen<decimal> Amount =
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[0, 9], static (units, scale) => units / (decimal)Math.Pow(10, scale));

    private static readonly Gen<decimal> Weight = Gen.OneOf(Gen.Const(0m), Gen.Const(1m), Gen.Decimal[0m, 1_000_000m]);

    [Fact]
    public void Shares_add_up_to_the_amount_exactly_whatever_its_sign() =>
        Gen.Select(Amount, Weight.Array[1, 20].Where(static weights => weights.Any(static weight => weight > 0)), Gen.Int[0, 6]).Sample((amount, weights, decimals) =>
        {
            ImmutableArray<decimal> shares = Apportionment.Split(amount, weights, decimals);

            Assert.Equal(amount, shares.Sum());
            Assert.All(shares.Zip(weights), static pair => Assert.True(pair.Second > 0 || pair.First == 0, "A share without weight."));
            Assert.True(shares.Count(share => decimal.Round(share, decimals) != share) <= 1, "More than one share has a fraction of a unit.");
        });

    [Fact]
    public void A_share_is_less_than_a_unit_from_its_quota() =>
        Gen.Select(Gen.Int[-100_000, 100_000], Gen.Int[0, 1_000].Array[1, 10].Where(static weights => weights.Sum() > 0)).Sample((cents, weights) =>
        {
            decimal amount = cents / 100m;
            ImmutableArray<decimal> shares = Apportionment.Split(amount, [.. weights.Select(static weight => (decimal)weight)]);

            Assert.All(shares.Zip(weights), pair => Assert.True(Math.Abs(pair.First - (amount * pair.Second / weights.Sum())) < 0.01m));
        });

    [Fact]
    public void The_cent_that_is_left_goes_to_the_largest_remainder_and_among_equals_to_the_first()
    {
        Assert.Equal([3.34m, 3.33m, 3.33m], Apportionment.Split(10m, [1m, 1m, 1m]));
        Assert.Equal([-3.34m, -3.33m, -3.33m], Apportionment.Split(-10m, [1m, 1m, 1m]));
        Assert.Equal([1.66m, 8.34m], Apportionment.Split(10m, [0.1663m, 0.8337m]));
    }

    [Fact]
    public void What_is_below_a_cent_stays_with_one_share() => Assert.Equal([0.01m, 0.0005m], Apportionment.Split(0.0105m, [1m, 1m]));

    [Fact]
    public void Without_any_weight_the_caller_has_to_say_where_the_amount_goes()
    {
        Assert.Throws<ArgumentException>(static () => Apportionment.Split(1m, [0m, 0m]));
        Assert.Throws<ArgumentException>(static () => Apportionment.Split(1m, []));
        Assert.Throws<ArgumentException>(static () => Apportionment.Split(1m, [2m, -1m]));
    }

    [Fact]
    public void Rounded_amounts_add_up_to_the_rounded_sum() =>
        Gen.Select(Amount.Array[0, 30], Gen.Int[0, 4]).Sample((amounts, decimals) =>
        {
            ImmutableArray<decimal> rounded = Apportionment.Round(amounts, decimals);

            Assert.Equal(decimal.Round(amounts.Sum(), decimals), rounded.Sum());
            decimal unit = 1m / (decimal)Math.Pow(10, decimals);
            Assert.All(rounded.Zip(amounts), pair => Assert.True(Math.Abs(pair.First - pair.Second) < unit));
            Assert.All(rounded, each => Assert.Equal(decimal.Round(each, decimals), each));
        });
}
