using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Repricing;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Ledger.Repricing;

public sealed class RepricingTests
{
    private readonly InMemoryCostLedger _ledger = new();

    [Fact]
    public async Task An_unpriced_attempt_gets_its_whole_cost_and_is_no_longer_unpriced()
    {
        await _ledger.AppendAllAsync(EntryBuilder.Unpriced(null, ("team", "support")));

        RepricingReport report = await RepriceAsync(CatalogueOf("v2", input: 2m));

        LedgerTotals total = await TotalAsync(LedgerQuery.All.Where("team", "support"));
        Assert.Equal(0.002m, total.EffectiveCost);
        Assert.Equal((1, 1, 0), (total.Attempts, total.Corrections, total.Unpriced));
        Assert.Equal((1, 1), (report.Examined, report.Corrected));
        Assert.Equal(new CostDifference("USD", 0.002m, 0.002m), Assert.Single(report.Differences));
    }

    [Fact]
    public async Task A_wrong_price_is_corrected_by_the_signed_difference_and_history_stays()
    {
        LedgerEntry attempt = Rated("v1", input: 5m);
        await _ledger.AppendAllAsync(attempt);

        await RepriceAsync(CatalogueOf("v2", input: 2m));

        LedgerEntry[] entries = await EntriesAsync();
        Assert.Same(attempt, entries[0]);
        LedgerEntry correction = entries[1];
        Assert.Equal((LedgerEntryKind.Correction, attempt.Id), (correction.Kind, correction.Correction!.AttemptId));
        Assert.Equal((-0.003m, -0.003m), (correction.Cost.List, correction.Cost.Effective));
        Assert.Equal((attempt.Timestamp, attempt.Tags, attempt.Model), (correction.Timestamp, correction.Tags, correction.Model));
        Assert.True(correction.Usage.IsEmpty);
        Assert.Equal("v2", correction.CatalogueVersion);
        Assert.Equal(-0.003m, correction.Cost.Lines.Sum(static line => line.Cost));
    }

    [Fact]
    public async Task Doing_it_again_changes_nothing()
    {
        await _ledger.AppendAllAsync(Rated("v1", input: 5m), EntryBuilder.Unpriced());
        PriceCatalogue catalogue = CatalogueOf("v2", input: 2m);
        await RepriceAsync(catalogue);
        LedgerEntry[] once = await EntriesAsync();

        RepricingReport again = await RepriceAsync(catalogue);

        Assert.Equal(once, await EntriesAsync());
        Assert.Equal((2, 0, 2), (again.Examined, again.Corrected, again.Unchanged));
    }

    [Fact]
    public async Task Two_at_the_same_time_make_the_same_entries()
    {
        await _ledger.AppendAllAsync(Rated("v1", input: 5m));
        var other = new InMemoryCostLedger();
        await other.AppendAllAsync(await EntriesAsync());

        await RepriceAsync(CatalogueOf("v2", input: 2m));
        await other.RepriceAsync(CatalogueOf("v2", input: 2m), cancellationToken: TestContext.Current.CancellationToken);
        await _ledger.AppendAllAsync(await other.EntriesAsync());

        Assert.Equal(0.002m, (await TotalAsync(LedgerQuery.All)).EffectiveCost);
        Assert.Equal(2, _ledger.Statistics.Entries);
    }

    [Fact]
    public async Task Going_back_to_an_earlier_catalogue_is_a_correction_of_its_own()
    {
        await _ledger.AppendAllAsync(EntryBuilder.Unpriced());
        await RepriceAsync(CatalogueOf("v1", input: 5m));
        await RepriceAsync(CatalogueOf("v2", input: 2m));
        Assert.Equal(0.002m, (await TotalAsync(LedgerQuery.All)).EffectiveCost);

        await RepriceAsync(CatalogueOf("v1", input: 5m));

        LedgerTotals total = await TotalAsync(LedgerQuery.All);
        Assert.Equal((0.005m, 0, 3), (total.EffectiveCost, total.Unpriced, total.Corrections));
        Assert.Equal(0.005m, total.ListCostByKind[UsageKind.InputTokens]);
    }

    [Fact]
    public async Task What_the_catalogue_does_not_know_is_left_alone()
    {
        await _ledger.AppendAllAsync(
            EntryBuilder.Unpriced() with { Model = "secret" },
            EntryBuilder.Attempt(7m) with { Model = "retired" },
            EntryBuilder.Attempt() with { Cost = CostBreakdown.ProviderReported(9m) });

        RepricingReport report = await RepriceAsync(CatalogueOf("v2", input: 2m));

        Assert.Equal((3, 0), (report.Examined, report.Corrected));
        Assert.Equal((1, 1, 1), (report.StillUnpriced, report.PricedBetter, report.ProviderReported));
        Assert.Equal(3, _ledger.Statistics.Entries);
    }

    [Fact]
    public async Task Attempts_of_which_only_sums_are_left_are_reported()
    {
        var ledger = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = 2 });
        await ledger.AppendAllAsync(Enumerable.Range(0, 5).Select(static _ => EntryBuilder.Unpriced()));

        RepricingReport report = await ledger.RepriceAsync(CatalogueOf("v2", input: 2m), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((2, 2, 3), (report.Examined, report.Corrected, report.NotRetained));
        Assert.Equal(3, (await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD").Unpriced);
    }

    [Fact]
    public async Task Only_what_the_filter_means_is_re_rated_even_when_it_names_the_old_catalogue()
    {
        await _ledger.AppendAllAsync(Rated("v1", input: 5m), Rated("v0", input: 6m));
        LedgerFilter old = LedgerFilter.All.Where(LedgerDimension.CatalogueVersion, "v1");

        await _ledger.RepriceAsync(CatalogueOf("v2", input: 2m), old, TestContext.Current.CancellationToken);
        RepricingReport again = await _ledger.RepriceAsync(CatalogueOf("v2", input: 2m), old, TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (again.Examined, again.Corrected));
        Assert.Equal(0.008m, (await TotalAsync(LedgerQuery.All)).EffectiveCost);
    }

    [Fact]
    public async Task The_terms_and_the_service_tier_of_the_attempt_count()
    {
        var terms = new PricingTerms { Adjustment = new PriceAdjustment { DiscountPercent = 50 } };
        await _ledger.AppendAllAsync(EntryBuilder.Unpriced() with { Terms = terms, ServiceTier = ServiceTier.Batch });
        var catalogue = new PriceCatalogue("v2", new ModelPrices(
            "openai", "gpt-x", CardOf(input: 2m), new RateCard(new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.OutputTokens, 0m)) { ServiceTier = ServiceTier.Batch }));

        await RepriceAsync(catalogue);

        LedgerTotals total = await TotalAsync(LedgerQuery.All);
        Assert.Equal((0.001m, 0.0005m), (total.ListCost, total.EffectiveCost));
    }

    [Fact]
    public async Task An_attempt_that_is_known_to_cost_nothing_stays_free()
    {
        var terms = new PricingTerms { Adjustment = new PriceAdjustment { FixedPerCall = 1m } };
        await _ledger.AppendAllAsync(EntryBuilder.Attempt() with { Cost = CostBreakdown.Free(), Usage = Usage.Of(input: 0, output: 0), Terms = terms });

        RepricingReport report = await RepriceAsync(CatalogueOf("v2", input: 2m));

        Assert.Equal((0, 1), (report.Corrected, report.Unchanged));
        Assert.Equal(0m, (await TotalAsync(LedgerQuery.All)).EffectiveCost);
    }

    [Fact]
    public async Task The_name_that_the_attempt_was_priced_by_is_looked_up_again()
    {
        await _ledger.AppendAllAsync(EntryBuilder.Unpriced() with { Model = "my-deployment", PricedAs = "gpt-x" });

        await RepriceAsync(CatalogueOf("v2", input: 2m));

        Assert.Equal(0.002m, (await TotalAsync(LedgerQuery.All)).EffectiveCost);
    }

    [Fact]
    public async Task A_standard_price_for_a_special_tier_is_noted()
    {
        await _ledger.AppendAllAsync(EntryBuilder.Unpriced() with { ServiceTier = ServiceTier.Priority });

        await RepriceAsync(CatalogueOf("v2", input: 2m));

        Assert.True((await EntriesAsync())[1].Cost.Issues.HasFlag(PricingIssues.ServiceTierAtStandardRate));
    }

    private static RateCard CardOf(decimal input) => new(new Rate(UsageKind.InputTokens, input), new Rate(UsageKind.OutputTokens, 0m));

    private static PriceCatalogue CatalogueOf(string version, decimal input) => new(version, new ModelPrices("openai", "gpt-x", CardOf(input)));

    private static LedgerEntry Rated(string version, decimal input)
    {
        LedgerEntry attempt = EntryBuilder.Attempt();
        CostBreakdown cost = CostCalculator.Price(attempt.Usage, CardOf(input));
        return attempt with { Cost = cost, BaselineCost = cost.Effective, CatalogueVersion = version };
    }

    private Task<RepricingReport> RepriceAsync(PriceCatalogue catalogue) =>
        _ledger.RepriceAsync(catalogue, cancellationToken: TestContext.Current.CancellationToken);

    private async Task<LedgerTotals> TotalAsync(LedgerQuery query) => (await _ledger.AskAsync(query)).TotalIn("USD");

    private Task<LedgerEntry[]> EntriesAsync() => _ledger.EntriesAsync();
}
