using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Variance;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Variance;

public sealed class LedgerVarianceTests
{
    private static readonly DateTimeOffset Then = new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Then.AddDays(1);
    private static readonly RateCard Dear = new(new Rate(UsageKind.InputTokens, 2m), new Rate(UsageKind.CacheReadTokens, 0.2m), new Rate(UsageKind.OutputTokens, 8m));
    private static readonly RateCard Cheap = new(new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.CacheReadTokens, 0.2m), new Rate(UsageKind.OutputTokens, 8m));

    private readonly InMemoryCostLedger _ledger = new();

    [Fact]
    public async Task A_cheaper_input_price_is_seen_in_the_tokens_that_were_billed_as_input()
    {
        await _ledger.AppendAllAsync(Call(Then, Dear, "a"), Call(Now, Cheap, "a"));

        VarianceReport report = await ExplainAsync("team");

        // 600,000 uncached tokens at 1 less a million.
        Assert.Equal((-0.6m, -0.6m, 0m, 0m), (report.Change, report.Price, report.Volume, report.Mix));
        Assert.Equal("input_tokens", report.Skus[0].Sku);
        Assert.Equal(new Contribution("a", 2.08m, 1.48m), Assert.Single(report.Contributions));
    }

    [Fact]
    public async Task A_discount_is_a_price_effect_of_its_own()
    {
        var terms = new PricingTerms { Adjustment = new PriceAdjustment { DiscountPercent = 25 } };
        await _ledger.AppendAllAsync(Call(Then, Dear, "a"), Call(Now, Dear, "a", terms));

        VarianceReport report = await ExplainAsync();

        Assert.Equal((SkuUsage.Discounts, -0.52m), (report.Skus[0].Sku, report.Skus[0].Price));
        Assert.Equal((-0.52m, 0m), (report.Change, report.Volume));
    }

    [Fact]
    public async Task Contributions_are_ranked_by_their_size()
    {
        await _ledger.AppendAllAsync(Call(Then, Dear, "a"), Call(Now, Dear, "b"), Call(Now, Dear, "b"), Call(Now, Dear, null));

        VarianceReport report = await ExplainAsync("team");

        Assert.Equal([("b", 4.16m), (null, 2.08m), ("a", -2.08m)], report.Contributions.Select(static each => (each.Value, each.Change)));
        Assert.Equal(report.Change, report.Contributions.Sum(static each => each.Change));
    }

    [Fact]
    public Task Any_ledger_is_explained_to_the_last_digit() =>
        LedgerGens.OrdinaryEntry.Array[0, 60].SampleAsync(async entries =>
        {
            var ledger = new InMemoryCostLedger();
            await ledger.AppendAllAsync(entries);

            VarianceReport report = await ledger.ExplainAsync(
                LedgerFilter.Between(Then, Now), LedgerFilter.Between(Now, Now.AddDays(1)), "team", cancellationToken: TestContext.Current.CancellationToken);

            decimal before = (await ledger.AskAsync(LedgerQuery.Between(Then, Now))).TotalIn().EffectiveCost;
            decimal after = (await ledger.AskAsync(LedgerQuery.Between(Now, Now.AddDays(1)))).TotalIn().EffectiveCost;
            Assert.Equal(after - before, report.Change);
            Assert.Equal(report.Change, report.Price + report.Volume + report.Mix);
            Assert.Equal(report.Change, report.Contributions.Sum(static each => each.Change));
        });

    private static LedgerEntry Call(DateTimeOffset at, RateCard card, string? team, PricingTerms? terms = null)
    {
        Usage usage = Usage.Of(input: 1_000_000, cached: 400_000, output: 100_000);
        LedgerEntry entry = team is null ? EntryBuilder.Attempt(0m, at) : EntryBuilder.Attempt(0m, at, ("team", team));
        return entry with { Usage = usage, Cost = CostCalculator.Price(usage, card, terms) };
    }

    private Task<VarianceReport> ExplainAsync(LedgerDimension? by = null) =>
        _ledger.ExplainAsync(LedgerFilter.Between(Then, Now), LedgerFilter.Between(Now, Now.AddDays(1)), by, cancellationToken: TestContext.Current.CancellationToken);
}
