using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Pricing;

public sealed class CostCalculatorTests
{
    private static readonly RateCard Sonnet = new(
        new Rate(UsageKind.InputTokens, 3m, null, new ContextTier(200_000, 6m)),
        new Rate(UsageKind.CacheReadTokens, 0.3m, null, new ContextTier(200_000, 0.6m)),
        new Rate(UsageKind.CacheWriteTokens, 3.75m, null, new ContextTier(200_000, 7.5m)),
        new Rate(UsageKind.CacheWrite1hTokens, 6m, null, new ContextTier(200_000, 12m)),
        new Rate(UsageKind.OutputTokens, 15m, null, new ContextTier(200_000, 22.5m)),
        new Rate(UsageKind.WebSearches, 10m));

    [Fact]
    public void Input_and_output_are_billed_at_their_rates() =>
        Assert.Equal(0.0105m, CostCalculator.Price(Usage.Of(input: 1_000, output: 500), Sonnet).List);

    [Fact]
    public void Cached_tokens_are_billed_once_at_the_cache_rate() =>
        Assert.Equal(0.00192m, CostCalculator.Price(Usage.Of(input: 1_000, cached: 400), Sonnet).List);

    [Fact]
    public void Reasoning_is_billed_within_the_output() =>
        Assert.Equal(0.0075m, CostCalculator.Price(Usage.Of(output: 500, reasoning: 400), Sonnet).List);

    [Fact]
    public void Hour_writes_have_their_own_rate_and_the_rest_of_the_writes_theirs()
    {
        Usage usage = Usage.Of(input: 1_000, cacheWrite: 800).With(UsageKind.CacheWrite1hTokens, 500);

        Assert.Equal(((200 * 3m) + (300 * 3.75m) + (500 * 6m)) / 1_000_000m, CostCalculator.Price(usage, Sonnet).List);
    }

    [Theory]
    [InlineData(200_000, 0.6)]
    [InlineData(200_001, 1.200006)]
    public void Passing_the_context_threshold_reprices_the_whole_request(long input, double expected) =>
        Assert.Equal((decimal)expected, CostCalculator.Price(Usage.Of(input: input), Sonnet).List);

    [Fact]
    public void The_output_tier_follows_from_the_input() =>
        Assert.Equal(22.5m / 1_000m, CostCalculator.Price(Usage.Of(input: 300_000, output: 1_000), Sonnet).ListCostOf(UsageDirection.Output));

    [Fact]
    public void An_inclusive_threshold_is_reached_by_exactly_as_many_tokens()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 2m, null, new ContextTier(200_000, 4m))) { TierRule = new ContextTierRule(Inclusive: true) };

        Assert.Equal(0.8m, CostCalculator.Price(Usage.Of(input: 200_000), card).List);
    }

    [Fact]
    public void Graduated_tiers_bill_only_what_lies_beyond_the_threshold_at_the_higher_price()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 3m, null, new ContextTier(200_000, 6m)))
        {
            TierRule = new ContextTierRule(ContextTierMode.Graduated),
        };

        CostBreakdown cost = CostCalculator.Price(Usage.Of(input: 300_000), card);

        Assert.Equal(1.2m, cost.List);
        Assert.Equal([(200_000m, 3m), (100_000m, 6m)], cost.Lines.Select(static line => (line.Quantity, line.Amount)));
    }

    [Fact]
    public void A_threshold_can_look_at_uncached_tokens_alone()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 1m, null, new ContextTier(1_000, 2m)), new Rate(UsageKind.CacheReadTokens, 0m))
        {
            TierRule = new ContextTierRule(Basis: ContextTierBasis.UncachedInput),
        };

        Assert.Equal(0.0006m, CostCalculator.Price(Usage.Of(input: 1_500, cached: 900), card).List);
    }

    [Fact]
    public void Tool_calls_belong_to_neither_side()
    {
        CostBreakdown cost = CostCalculator.Price(new Usage((UsageKind.WebSearches, 2)), Sonnet);

        Assert.Equal(0.02m, cost.List);
        Assert.Equal(0.02m, cost.ListCostOf(UsageDirection.None));
    }

    [Fact]
    public void A_request_fee_is_due_once_a_call_even_when_nothing_else_is_reported()
    {
        var card = new RateCard(new Rate(UsageKind.Requests, 12m), new Rate(UsageKind.InputTokens, 1m));

        Assert.Equal(0.012m, CostCalculator.Price(Usage.None, card).List);
        Assert.Equal(0.013m, CostCalculator.Price(Usage.Of(input: 1_000), card).List);
    }

    [Fact]
    public void Counted_requests_without_a_fee_are_free_and_miss_no_rate()
    {
        CostBreakdown cost = CostCalculator.Price(new Usage((UsageKind.Requests, 1), (UsageKind.InputTokens, 1_000)), Sonnet);

        Assert.Equal(PricingStatus.Priced, cost.Status);
        Assert.Equal(0.003m, cost.List);
    }

    [Fact]
    public void Hours_of_audio_are_billed_by_the_second() =>
        Assert.Equal(0.00480006m, CostCalculator.Price(
            new Usage((UsageKind.AudioSeconds, 18), (UsageKind.InputAudioSeconds, 18)),
            new RateCard(new Rate(UsageKind.AudioSeconds, 0.960012m), new Rate(UsageKind.InputAudioSeconds, 0.960012m))).List);

    [Fact]
    public void Cached_audio_without_a_rate_of_its_own_is_billed_once_at_the_dearer_of_its_wholes()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.CacheReadTokens, 2m), new Rate(UsageKind.InputAudioTokens, 3m));
        var usage = new Usage(
            (UsageKind.InputTokens, 1_000), (UsageKind.CacheReadTokens, 400), (UsageKind.InputAudioTokens, 300), (UsageKind.CacheAudioReadTokens, 100));

        CostBreakdown cost = CostCalculator.Price(usage, card);

        Assert.Equal(((400 * 1m) + (300 * 2m) + (200 * 3m) + (100 * 3m)) / 1_000_000m, cost.List);
        Assert.True(cost.Issues.HasFlag(PricingIssues.OverlapRateMissing));
    }

    [Fact]
    public void Parts_that_must_overlap_are_billed_once_at_the_dearer_price()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.CacheReadTokens, 0.1m), new Rate(UsageKind.InputAudioTokens, 10m));
        var usage = new Usage((UsageKind.InputTokens, 1_000), (UsageKind.CacheReadTokens, 800), (UsageKind.InputAudioTokens, 1_000));

        CostBreakdown cost = CostCalculator.Price(usage, card);

        Assert.Equal(0.01m, cost.List);
        Assert.True(cost.Issues.HasFlag(PricingIssues.OverlapNotReported));
    }

    [Fact]
    public void Cached_tokens_without_a_cache_rate_are_billed_as_input_and_never_free()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 3m), new Rate(UsageKind.OutputTokens, 15m));

        CostBreakdown cost = CostCalculator.Price(Usage.Of(input: 1_000, cached: 900), card);

        Assert.Equal(0.003m, cost.List);
        Assert.True(cost.Issues.HasFlag(PricingIssues.BilledAtParentRate));
    }

    [Fact]
    public void Cached_tokens_without_a_cache_rate_can_be_left_unpriced_and_are_then_named()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 3m));

        CostBreakdown cost = CostCalculator.Price(
            Usage.Of(input: 1_000, cached: 900), card, new PricingTerms { MissingRates = MissingRatePolicy.LeaveUnpriced });

        Assert.Equal(0.0003m, cost.List);
        Assert.Equal(PricingStatus.PartiallyPriced, cost.Status);
        Assert.Equal([UsageKind.CacheReadTokens], cost.Missing);
    }

    [Fact]
    public void Output_without_a_rate_leaves_the_call_partially_priced_and_is_named()
    {
        CostBreakdown cost = CostCalculator.Price(Usage.Of(input: 1_000, output: 100), new RateCard(new Rate(UsageKind.InputTokens, 0.02m)));

        Assert.Equal(PricingStatus.PartiallyPriced, cost.Status);
        Assert.Equal(0.00002m, cost.List);
        Assert.Equal("output_tokens", cost.Missing.ToString());
    }

    [Fact]
    public void A_call_with_no_rate_at_all_has_an_unknown_cost_which_is_not_zero()
    {
        CostBreakdown cost = CostCalculator.Price(Usage.Of(input: 1_000), new RateCard(new Rate(UsageKind.WebSearches, 10m)));

        Assert.Equal(PricingStatus.Unpriced, cost.Status);
        Assert.Null(cost.List);
        Assert.Null(cost.Effective);
    }

    [Fact]
    public void An_explicit_zero_costs_zero_and_is_known()
    {
        CostBreakdown cost = CostCalculator.Price(Usage.Of(input: 0, output: 0), Sonnet);

        Assert.Equal(PricingStatus.Priced, cost.Status);
        Assert.Equal(0m, cost.List);
    }

    [Fact]
    public void A_region_multiplies_every_line()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 2m), new Rate(UsageKind.OutputTokens, 4m))
        {
            RegionMultipliers = new Dictionary<string, decimal> { ["europe-west1"] = 1.1m },
        };

        Assert.Equal(
            0.440044m,
            CostCalculator.Price(Usage.Of(input: 200_000, output: 10), card, new PricingTerms { Region = "Europe-West1" }).List);
    }

    [Fact]
    public void Discount_margin_and_fixed_amount_apply_in_this_order()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 30m), new Rate(UsageKind.OutputTokens, 60m));
        var terms = new PricingTerms { Adjustment = new PriceAdjustment { DiscountPercent = 5, MarginPercent = 10, FixedPerCall = 0.0005m } };

        CostBreakdown cost = CostCalculator.Price(Usage.Of(input: 100, output: 50), card, terms);

        Assert.Equal(0.006m, cost.List);
        Assert.Equal((0.006m * 0.95m * 1.1m) + 0.0005m, cost.Effective);
    }

    [Fact]
    public void A_part_that_exceeds_its_whole_is_billed_as_reported_and_marked()
    {
        CostBreakdown cost = CostCalculator.Price(Usage.Of(input: 3, cached: 1_000), Sonnet);

        Assert.Equal(0.0003m, cost.List);
        Assert.True(cost.Issues.HasFlag(PricingIssues.PartExceedsWhole));
    }

    [Fact]
    public void A_part_without_its_whole_is_billed_and_marked()
    {
        CostBreakdown cost = CostCalculator.Price(new Usage((UsageKind.CacheReadTokens, 1_000)), Sonnet);

        Assert.Equal(0.0003m, cost.List);
        Assert.True(cost.Issues.HasFlag(PricingIssues.WholeNotReported));
    }
}
