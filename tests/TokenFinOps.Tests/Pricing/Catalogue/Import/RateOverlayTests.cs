using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Tests.Pricing.Catalogue.Import;

public class RateOverlayTests
{
    [Fact]
    public void A_special_price_replaces_the_standard_one_and_the_rest_stays()
    {
        IReadOnlyList<Rate> rates = RateOverlay.Lay(
            [new Rate(UsageKind.InputTokens, 4m), new Rate(UsageKind.OutputTokens, 8m), new Rate(UsageKind.CacheReadTokens, 0.4m)],
            [new Rate(UsageKind.InputTokens, 2m), new Rate(UsageKind.OutputTokens, 4m)]);

        Assert.Equal([new Rate(UsageKind.InputTokens, 2m), new Rate(UsageKind.OutputTokens, 4m), new Rate(UsageKind.CacheReadTokens, 0.4m)], rates);
    }

    [Fact]
    public void A_part_that_repeats_the_price_of_its_whole_follows_the_whole()
    {
        IReadOnlyList<Rate> rates = RateOverlay.Lay(
            [new Rate(UsageKind.OutputTokens, 8m), new Rate(UsageKind.OutputReasoningTokens, 8m)], [new Rate(UsageKind.OutputTokens, 4m)]);

        Assert.Equal([new Rate(UsageKind.OutputTokens, 4m)], rates);
    }

    [Fact]
    public void Long_contexts_keep_the_standard_price_but_never_less_than_the_special_one()
    {
        Rate standard = new(UsageKind.InputTokens, 5m, null, new ContextTier(272_000, 10m));

        Assert.Equal(10m, RateOverlay.Lay([standard], [new Rate(UsageKind.InputTokens, 2.5m)])[0].Tiers[0].Amount);
        Assert.Equal(12.5m, RateOverlay.Lay([standard], [new Rate(UsageKind.InputTokens, 12.5m)])[0].Tiers[0].Amount);
    }

    [Fact]
    public void A_special_rate_with_tiers_of_its_own_keeps_them()
    {
        Rate special = new(UsageKind.InputTokens, 2m, null, new ContextTier(128_000, 3m));

        Assert.Equal(special, RateOverlay.Lay([new Rate(UsageKind.InputTokens, 5m, null, new ContextTier(272_000, 10m))], [special])[0]);
    }
}
