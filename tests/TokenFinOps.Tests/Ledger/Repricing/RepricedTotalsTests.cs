using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Repricing;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Ledger.Repricing;

public sealed class RepricedTotalsTests
{
    private static readonly Gen<PriceCatalogue> Catalogue =
        from version in Gen.Int[2, 4]
        from input in Gen.Int[0, 3]
        from output in Gen.Int[0, 3]
        from currency in Gen.OneOf("USD", "EUR")
        select CatalogueOf($"v{version}", currency, input + (version / 7m), output);

    private static readonly Gen<LedgerEntry> Attempt =
        from id in Gen.Guid
        from minutes in Gen.Int[0, 600]
        from price in Gen.Int[0, 4]
        from input in Gen.Int[1, 1_000_000]
        from output in Gen.Int[0, 10_000]
        from discount in Gen.OneOf(0m, 12.5m)
        from baseline in Gen.OneOf<decimal?>(null, 0m, 5m)
        select Rated(id, minutes, price, Usage.Of(input, output), discount, baseline);

    [Fact]
    public Task After_any_re_ratings_the_sums_are_as_if_the_last_catalogue_had_been_there_at_first() =>
        Gen.Select(Attempt.Array[0, 20], Catalogue.Array[1, 4]).SampleAsync(async (attempts, catalogues) =>
        {
            var ledger = new InMemoryCostLedger();
            await ledger.AppendAllAsync(attempts);
            foreach (PriceCatalogue catalogue in catalogues)
            {
                await ledger.RepriceAsync(catalogue, cancellationToken: TestContext.Current.CancellationToken);
            }

            var expected = new InMemoryCostLedger();
            await expected.AppendAllAsync(attempts.Select(attempt => attempt with { Cost = PriceOf(attempt, catalogues[^1]) }));

            LedgerReport actual = await ledger.AskAsync(LedgerQuery.All.By(TimeBucket.Hour));
            LedgerReport wanted = await expected.AskAsync(LedgerQuery.All.By(TimeBucket.Hour));
            Assert.Equal(Costs(wanted), Costs(actual));
            Assert.Equal(0, actual.Totals.Sum(static total => total.Unpriced));
            Assert.Equal(attempts.Length, actual.Totals.Sum(static total => total.Attempts));
        });

    [Fact]
    public async Task Without_levers_the_baseline_moves_with_the_price()
    {
        LedgerTotals total = await RepriceAsync(Rated(Guid.NewGuid(), 0, 3, Usage.Of(1_000_000, 0), 0m, null) with { BaselineCost = 3m });

        Assert.Equal((2m, 2m, 0m), (total.EffectiveCost, total.BaselineCost, total.Savings));
        Assert.Equal(1, total.Compared);
    }

    [Fact]
    public async Task With_levers_the_baseline_stays_and_the_savings_change()
    {
        LedgerTotals total = await RepriceAsync(Rated(Guid.NewGuid(), 0, 3, Usage.Of(1_000_000, 0), 0m, 10m));

        Assert.Equal((2m, 10m, 8m), (total.EffectiveCost, total.BaselineCost, total.Savings));
    }

    [Fact]
    public async Task An_unpriced_attempt_with_a_known_baseline_begins_to_count_for_savings()
    {
        LedgerTotals total = await RepriceAsync(EntryBuilder.Unpriced() with { Usage = Usage.Of(1_000_000, 0), BaselineCost = 5m });

        Assert.Equal((5m, 3m, 1), (total.BaselineCost, total.Savings, total.Compared));
    }

    [Fact]
    public async Task A_price_in_another_currency_takes_back_the_one_and_books_the_other()
    {
        var ledger = new InMemoryCostLedger();
        await ledger.AppendAllAsync(Rated(Guid.NewGuid(), 0, 3, Usage.Of(1_000_000, 0), 0m, null), EntryBuilder.Unpriced());

        await ledger.RepriceAsync(CatalogueOf("v2", "EUR", 2m, 0m), cancellationToken: TestContext.Current.CancellationToken);

        LedgerReport report = await ledger.AskAsync(LedgerQuery.All);
        Assert.Equal((2, 0, 0m), (report.TotalIn("USD").Attempts, report.TotalIn("USD").Unpriced, report.TotalIn("USD").ListCost));
        Assert.Equal((0, 0, 2.002m), (report.TotalIn("EUR").Attempts, report.TotalIn("EUR").Unpriced, report.TotalIn("EUR").ListCost));
    }

    [Fact]
    public async Task Attempts_are_grouped_by_the_status_they_were_metered_with_and_counted_by_the_one_they_have()
    {
        var ledger = new InMemoryCostLedger();
        await ledger.AppendAllAsync(EntryBuilder.Unpriced());

        await ledger.RepriceAsync(CatalogueOf("v2", "USD", 2m, 0m), cancellationToken: TestContext.Current.CancellationToken);

        LedgerRow row = Assert.Single((await ledger.AskAsync(LedgerQuery.All.GroupBy(LedgerDimension.PricingStatus))).Rows);
        Assert.Equal(("Unpriced", 1, 0, 0.002m), (row.Keys[0], row.Totals.Attempts, row.Totals.Unpriced, row.Totals.ListCost));
    }

    private static async Task<LedgerTotals> RepriceAsync(LedgerEntry attempt)
    {
        var ledger = new InMemoryCostLedger();
        await ledger.AppendAllAsync(attempt);
        await ledger.RepriceAsync(CatalogueOf("v2", "USD", 2m, 0m), cancellationToken: TestContext.Current.CancellationToken);
        return (await ledger.AskAsync(LedgerQuery.All)).TotalIn("USD");
    }

    private static PriceCatalogue CatalogueOf(string version, string currency, decimal input, decimal output) =>
        new(version, new ModelPrices("openai", "gpt-x", CardOf(currency, input, output)));

    private static RateCard CardOf(string currency, decimal input, decimal output) =>
        new(new Rate(UsageKind.InputTokens, input), new Rate(UsageKind.OutputTokens, output)) { Currency = currency };

    private static LedgerEntry Rated(Guid id, int minutes, int price, Usage usage, decimal discount, decimal? baseline)
    {
        LedgerEntry attempt = EntryBuilder.Unpriced(EntryBuilder.Noon.AddMinutes(minutes)) with
        {
            Id = id,
            Usage = usage,
            BaselineCost = baseline,
            Terms = new PricingTerms { Adjustment = new PriceAdjustment { DiscountPercent = discount } },
        };
        return price == 0 ? attempt : attempt with { Cost = CostCalculator.Price(usage, CardOf("USD", price, 0m), attempt.Terms) };
    }

    private static CostBreakdown PriceOf(LedgerEntry attempt, PriceCatalogue catalogue) =>
        CostCalculator.Price(attempt.Usage, catalogue.Models[0].Cards[0], attempt.Terms);

    private static IEnumerable<string> Costs(LedgerReport report) => report.Rows
        .Where(static row => row.Totals.ListCost != 0)
        .Select(static row =>
            $"{row.Start:O} {row.Totals.Currency} {row.Totals.ListCost} {row.Totals.EffectiveCost} "
            + string.Join(' ', row.Totals.ListCostByKind.Where(static pair => pair.Value != 0).OrderBy(static pair => pair.Key)));
}
