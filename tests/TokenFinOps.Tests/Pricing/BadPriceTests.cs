using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Pricing;

public sealed class BadPriceTests
{
    [Fact]
    public void A_negative_price_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(static () => new Rate(UsageKind.InputTokens, -1m));

        Assert.Contains("input_tokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_tier_price_or_threshold_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Rate(UsageKind.InputTokens, 1m, null, new ContextTier(100, -2m)));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Rate(UsageKind.InputTokens, 1m, null, new ContextTier(-1, 2m)));
    }

    [Fact]
    public void Two_tiers_at_one_threshold_are_refused() =>
        Assert.Throws<ArgumentException>(static () => new Rate(UsageKind.InputTokens, 1m, null, new ContextTier(100, 2m), new ContextTier(100, 3m)));

    [Fact]
    public void Two_rates_for_one_kind_are_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(static () => new RateCard(new Rate(UsageKind.OutputTokens, 1m), new Rate(UsageKind.OutputTokens, 2m)));

        Assert.Contains("output_tokens", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("XYZ")]
    [InlineData("")]
    [InlineData("Dollar")]
    public void An_unknown_currency_is_refused_with_what_to_use(string code)
    {
        var error = Assert.Throws<ArgumentException>(() => new RateCard(new Rate(UsageKind.InputTokens, 1m)) { Currency = code });

        Assert.Contains("ISO 4217", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_currency_in_any_case_becomes_canonical() =>
        Assert.Equal("EUR", new RateCard(new Rate(UsageKind.InputTokens, 1m)) { Currency = "eur" }.Currency);

    [Fact]
    public void A_negative_count_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(static () => Usage.Of(input: 1, cached: -5));

        Assert.Contains("cache_read_tokens", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void A_discount_outside_0_to_100_percent_is_refused(int percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PriceAdjustment { DiscountPercent = percent });

    [Fact]
    public void A_negative_region_multiplier_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(static () => new RateCard(new Rate(UsageKind.InputTokens, 1m))
        {
            RegionMultipliers = new Dictionary<string, decimal> { ["eu"] = -1m },
        });

        Assert.Contains("'eu'", error.Message, StringComparison.Ordinal);
    }
}
