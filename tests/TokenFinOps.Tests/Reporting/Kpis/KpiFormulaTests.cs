using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Kpis;

namespace TokenFinOps.Tests.Reporting.Kpis;

public sealed class KpiFormulaTests
{
    [Fact]
    public void The_published_examples_come_out()
    {
        Assert.Equal(0.005m, UnitCosts.PerCall(1_200m, 240_000));
        Assert.Equal(150m, ValueKpis.ReturnOnInvestment(50_000m, 20_000m));
        Assert.Equal(105.26315789473684210526315789m, UnitCosts.TrainingEfficiency(10_000m, 95m)!.Value, 26);
        Assert.Equal(87.66m, decimal.Round(SavingsKpis.CostOptimizationIndex(20m + (50m / 3m) + 25m, 500m)!.Value, 2, MidpointRounding.ToZero));
        Assert.Equal(90m, AllocationKpis.RechargeRate(180_000m, 200_000m));
        Assert.Equal(-0.12m, ForecastKpis.Accuracy(100m, 112m));
        Assert.Equal((3m, AnomalyBand.Yellow), (AnomalyKpis.CostPercent(3m, 100m)!.Value, AnomalyKpis.BandOf(3m)));
    }

    [Theory]
    [InlineData(1.99, AnomalyBand.Green)]
    [InlineData(2, AnomalyBand.Yellow)]
    [InlineData(7, AnomalyBand.Yellow)]
    [InlineData(7.01, AnomalyBand.Red)]
    public void Anomalies_have_bands(decimal percent, AnomalyBand band) => Assert.Equal(band, AnomalyKpis.BandOf(percent));

    [Fact]
    public void Failed_calls_are_paid_for_by_those_that_succeed()
    {
        Assert.Equal(0.10m, UnitCosts.PerInference(9m, 100, 10));
        Assert.Equal(0.09m, UnitCosts.PerInference(9m, 100));
        Assert.Equal(3m, UnitCosts.PerOutcome(9m, 3));
    }

    [Fact]
    public void The_other_ratios_are_what_their_formulas_say()
    {
        Assert.Equal(0.12m, SavingsKpis.EffectiveSavingsRate(88m, 100m));
        Assert.Equal(80m, SavingsKpis.CommitmentUtilization(40m, 50m));
        Assert.Equal(0.75m, ValueKpis.GrossMargin(4m, 1m));
        Assert.Equal(-1m, ValueKpis.GrossMargin(4m, 8m));
        Assert.Equal(20m, ValueKpis.DaysToValue(1_000m, 50m));
        Assert.Equal(2m, ValueKpis.CostPerformance(100m, 2m, 1m, 100m));
        Assert.Equal(0.4m, TokenKpis.CacheHitRate(400, 1_000));
        Assert.Equal(0.25m, TokenKpis.ReasoningRatio(25, 100));
        Assert.Equal(0.1m, ForecastKpis.Drift(110m, 100m));
        Assert.Equal(0.2m, ForecastKpis.BudgetVariance(100m, 80m));
        Assert.Equal(10m, ForecastKpis.BurnRate(300m, 30));
        Assert.Equal(5m, UnitCosts.PerThoughtFullStack(8m, 2m, 2));
        Assert.Equal(60m, AnomalyKpis.CostAvoidance(20m, 3));
    }

    [Fact]
    public void What_has_nothing_to_divide_by_is_unknown_and_not_zero()
    {
        Assert.Null(UnitCosts.PerCall(0m, 0));
        Assert.Null(UnitCosts.PerInference(1m, 5, 5));
        Assert.Null(ValueKpis.ReturnOnInvestment(1m, 0m));
        Assert.Null(TokenKpis.CacheHitRate(0, 0));
    }

    [Fact]
    public void A_prompt_cache_with_a_write_price_has_a_premium_and_savings()
    {
        var card = new RateCard(
            new Rate(UsageKind.InputTokens, 3m), new Rate(UsageKind.CacheWriteTokens, 3.75m), new Rate(UsageKind.CacheReadTokens, 0.30m), new Rate(UsageKind.OutputTokens, 15m));

        PromptCacheEconomics bill = PromptCacheEconomics.Of(Usage.Of(input: 10_500_000, cached: 8_000_000, cacheWrite: 2_000_000, output: 1_500_000), card);

        Assert.Equal((11.40m, 31.50m, 20.10m, 1.50m, 22.50m, 33.90m), (bill.InputSide, bill.InputWithoutCache, bill.Savings, bill.WritePremium, bill.Output, bill.Total));
    }

    [Fact]
    public void A_prompt_cache_that_bills_storage_has_to_earn_it()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 3m), new Rate(UsageKind.CacheReadTokens, 0.30m), new Rate(UsageKind.OutputTokens, 15m));

        PromptCacheEconomics bill = PromptCacheEconomics.Of(Usage.Of(input: 10_500_000, cached: 8_000_000, output: 1_500_000), card, storage: 6m);

        Assert.Equal((9.90m, 15.90m, 15.60m, 0m), (bill.InputSide, bill.InputAndStorage, bill.Savings, bill.WritePremium));
    }

    [Theory]
    [InlineData(1.25, 0.1, 0.2778)]
    [InlineData(2.0, 0.1, 1.1111)]
    public void A_cached_prefix_pays_after_so_many_reads(decimal write, decimal read, decimal reads)
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 3m), new Rate(UsageKind.CacheWriteTokens, 3m * write), new Rate(UsageKind.CacheReadTokens, 3m * read));

        Assert.Equal(reads, PromptCacheEconomics.BreakEvenReads(card)!.Value, 4);
        Assert.Null(PromptCacheEconomics.BreakEvenReads(new RateCard(new Rate(UsageKind.InputTokens, 3m))));
    }

    [Fact]
    public void A_card_that_cannot_price_the_usage_is_refused() =>
        Assert.Throws<ArgumentException>(static () => PromptCacheEconomics.Of(Usage.Of(input: 1, output: 1), new RateCard(new Rate(UsageKind.InputTokens, 3m))));
}
