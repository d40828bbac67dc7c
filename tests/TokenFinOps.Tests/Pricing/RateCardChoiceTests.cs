using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing;

public sealed class RateCardChoiceTests
{
    private static readonly DateTimeOffset Change = DateTimeOffset.Parse("2026-07-30T12:00:00Z", null);

    private static readonly ModelPrices Model = new(
        "openai",
        "gpt-test",
        Card(10m),
        Card(2m, from: Change),
        Card(1m, from: Change, window: new DailyWindow(new TimeOnly(16, 30), new TimeOnly(0, 30))),
        Card(5m, tier: ServiceTier.Flex));

    [Fact]
    public void Before_a_price_change_the_old_rates_apply() => Assert.Equal(10m, InputPriceAt(Change.AddTicks(-1)));

    [Fact]
    public void From_the_moment_of_a_price_change_the_new_rates_apply() => Assert.Equal(2m, InputPriceAt(Change));

    [Fact]
    public void A_daily_window_wins_while_it_lasts() => Assert.Equal(1m, InputPriceAt(Change.AddHours(5)));

    [Fact]
    public void A_service_tier_has_its_own_rates() => Assert.Equal(5m, InputPriceAt(Change, ServiceTier.Flex));

    [Fact]
    public void A_service_tier_without_rates_is_billed_at_the_standard_rates_and_shows_it()
    {
        RateCard? card = Model.CardFor(Change, ServiceTier.Priority);

        Assert.NotNull(card);
        Assert.True(card.ServiceTier.IsStandard);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("auto")]
    [InlineData(" Standard ")]
    [InlineData(null)]
    public void What_providers_call_their_ordinary_service_is_the_standard_tier(string? name) => Assert.Equal(ServiceTier.Standard, ServiceTier.Of(name));

    private static decimal? InputPriceAt(DateTimeOffset moment, ServiceTier tier = default) =>
        Model.CardFor(moment, tier)?.Find(UsageKind.InputTokens)?.Amount;

    private static RateCard Card(decimal input, DateTimeOffset? from = null, DailyWindow? window = null, ServiceTier tier = default) =>
        new(new Rate(UsageKind.InputTokens, input))
        {
            EffectiveFrom = from ?? DateTimeOffset.MinValue,
            Window = window,
            ServiceTier = tier,
        };
}
