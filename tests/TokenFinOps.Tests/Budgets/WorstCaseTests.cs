using Microsoft.Extensions.AI;
using TokenFinOps.Budgets;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class WorstCaseTests
{
    [Fact]
    public async Task A_prompt_above_the_context_tier_is_reserved_at_the_prices_of_the_tier()
    {
        TestBudgets budgets = Budgets(new RateCard(
            new Rate(UsageKind.InputTokens, 2m, tiers: new ContextTier(200_000, 4m)), new Rate(UsageKind.OutputTokens, 10m, tiers: new ContextTier(200_000, 15m))));

        decimal reserved = await ReservedAsync(budgets, prompt: Words(300_000));

        Assert.Equal((300_000 * 4m / 1_000_000) + (100 * 15m / 1_000_000), reserved);
    }

    [Fact]
    public async Task Where_a_higher_tier_is_cheaper_the_dearest_way_to_get_there_is_reserved()
    {
        TestBudgets budgets = Budgets(new RateCard(new Rate(UsageKind.InputTokens, 4m, tiers: new ContextTier(1_000, 1m)), new Rate(UsageKind.OutputTokens, 10m)));

        Assert.Equal((1_000 * 4m / 1_000_000) + 0.001m, await ReservedAsync(budgets, prompt: Words(1_200)));
    }

    [Fact]
    public async Task The_premium_of_cache_writes_is_reserved()
    {
        TestBudgets budgets = Budgets(new RateCard(
            new Rate(UsageKind.InputTokens, 3m), new Rate(UsageKind.CacheWrite5mTokens, 3.75m), new Rate(UsageKind.CacheWrite1hTokens, 6m), new Rate(UsageKind.OutputTokens, 15m)));

        Assert.Equal((3 * 6m / 1_000_000) + (100 * 15m / 1_000_000), await ReservedAsync(budgets));
    }

    [Fact]
    public async Task A_service_tier_is_reserved_at_its_own_prices()
    {
        var budgets = new TestBudgets(
            TestBudgets.Provider(), null, null, static metering => metering.ServiceTier = ServiceTier.Priority, Budget.ForApplication().Monthly(0m));

        Assert.Equal((3 * 5m / 1_000_000) + (100 * 20m / 1_000_000), await ReservedAsync(budgets));
    }

    [Fact]
    public async Task Without_a_limit_of_output_the_model_s_own_is_reserved()
    {
        var card = new RateCard(new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.OutputTokens, 10m));
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Monthly(0m));
        budgets.Prices.Source = () => new PriceCatalogue("test", new ModelPrices("openai", "gpt-test", card) { MaxOutputTokens = 32_000 });

        Assert.Equal((3 * 1m / 1_000_000) + (32_000 * 10m / 1_000_000), await ReservedAsync(budgets, maxOutput: null));
    }

    [Fact]
    public async Task Tools_that_the_provider_hosts_are_reserved()
    {
        TestBudgets budgets = Budgets(new RateCard(
            new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.OutputTokens, 10m), new Rate(UsageKind.WebSearches, 10m, 1_000)));
        var options = new ChatOptions { MaxOutputTokens = 100, Tools = [new HostedWebSearchTool()] };

        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => TestMeter.CallAsync(budgets.Client, false, options));

        Assert.Equal((3 * 1m / 1_000_000) + 0.001m + (10 * 0.01m), refusal.Requested);
    }

    [Fact]
    public async Task Discounts_and_regions_are_in_what_is_reserved()
    {
        var budgets = new TestBudgets(
            TestBudgets.Provider(),
            null,
            null,
            static metering => metering.Terms = new PricingTerms { Adjustment = new PriceAdjustment { DiscountPercent = 50 } },
            Budget.ForApplication().Monthly(0m));

        Assert.Equal(0.001009m / 2, await ReservedAsync(budgets));
    }

    [Theory]
    [InlineData(BudgetMeasure.Tokens, 103)]
    [InlineData(BudgetMeasure.InputTokens, 3)]
    [InlineData(BudgetMeasure.OutputTokens, 100)]
    [InlineData(BudgetMeasure.Requests, 1)]
    [InlineData(BudgetMeasure.Energy, 0.103)]
    [InlineData(BudgetMeasure.Carbon, 41.2)]
    public async Task Every_measure_reserves_its_worst_case(BudgetMeasure measure, double worst)
    {
        var budgets = new TestBudgets(
            TestBudgets.Provider(),
            static options => options.Footprint = static (_, usage) =>
                new UsageFootprint((usage.InputTokens + usage.OutputTokens) / 1_000, (usage.InputTokens + usage.OutputTokens) * 0.4m),
            null,
            null,
            Budget.ForApplication().Limit(measure, 0, BudgetWindow.Day));

        Assert.Equal((decimal)worst, await ReservedAsync(budgets));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_is_shortened_to_what_fits_when_that_is_wanted(bool streaming)
    {
        ChatOptions? seen = null;
        TestChatClient provider = TestBudgets.Provider();
        provider.Respond = (_, options, _) => Task.FromResult(Seen(options));
        provider.Stream = (_, options, _) => Seen(options).ToChatResponseUpdates().ToAsyncEnumerable();
        var budgets = new TestBudgets(provider, Budget.ForApplication().Monthly(0.005m).ShortenAnswers(200));
        var asked = new ChatOptions { MaxOutputTokens = 4_000 };

        await TestMeter.CallAsync(budgets.Client, streaming, asked);

        // 0.005 USD less three tokens at 3 USD per million leave room for 499 tokens at 10.
        Assert.Equal(499, seen?.MaxOutputTokens);
        Assert.Equal(4_000, asked.MaxOutputTokens);

        ChatResponse Seen(ChatOptions? options)
        {
            seen = options;
            return TestChatClient.Answer("hello", new UsageDetails { InputTokenCount = 3, OutputTokenCount = 1 }, "gpt-test");
        }
    }

    [Fact]
    public async Task An_answer_that_would_be_too_short_to_be_useful_is_refused()
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Monthly(0.001m).ShortenAnswers(256));

        await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync(maxOutput: 4_000));
    }

    [Fact]
    public async Task A_call_without_a_price_is_let_through_and_counted_unless_the_budget_refuses_it()
    {
        var open = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Monthly(1m));
        var closed = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Monthly(1m).RefuseUnpriced());
        open.Prices.Source = closed.Prices.Source = static () => PriceCatalogue.Empty;

        await open.CallAsync();
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => closed.CallAsync());

        Assert.Equal(0m, (await open.StatusAsync()).Spent);
        Assert.Equal(BudgetRefusal.Unpriced, refusal.Refusal);
        Assert.Contains("AddPrices", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_that_stays_unknown_counts_as_its_worst_case()
    {
        var budgets = new TestBudgets(
            TestChatClient.Answering(usage: null), null, null, static metering => metering.EstimateMissingUsage = false, Budget.ForApplication().Monthly(1m));

        await budgets.CallAsync();

        BudgetStatus status = await budgets.StatusAsync();
        Assert.Equal((0m, 0.001009m, 0m), (status.Spent, status.Presumed, status.Reserved));
    }

    private static TestBudgets Budgets(RateCard card)
    {
        var budgets = new TestBudgets(TestBudgets.Provider(), Budget.ForApplication().Monthly(0m));
        budgets.Prices.Source = () => new PriceCatalogue("test", new ModelPrices("openai", "gpt-test", card));
        return budgets;
    }

    // With nothing to spend, the refusal tells what would have been reserved.
    private static async Task<decimal?> RequestedAsync(TestBudgets budgets, string prompt, int? maxOutput) =>
        (await Assert.ThrowsAsync<BudgetExceededException>(() => budgets.CallAsync(false, maxOutput, prompt))).Requested;

    private static async Task<decimal> ReservedAsync(TestBudgets budgets, string prompt = "one two three", int? maxOutput = 100) =>
        Assert.NotNull(await RequestedAsync(budgets, prompt, maxOutput));

    private static string Words(int count) => string.Join(' ', Enumerable.Repeat("word", count));
}
