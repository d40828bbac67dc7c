using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Budgets;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Repricing;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class RegistrationTests
{
    [Fact]
    public async Task A_budget_that_is_added_holds_for_every_client()
    {
        await using ServiceProvider services = Services(Budget.ForApplication().Requests(1, BudgetWindow.Day));
        IChatClient client = services.GetRequiredService<IChatClient>();
        await client.GetResponseAsync("hello", null, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<BudgetExceededException>(() => client.GetResponseAsync("hello", null, TestContext.Current.CancellationToken));

        BudgetStatus status = Assert.Single(await services.GetRequiredService<IBudgets>().GetStatusAsync(null, TestContext.Current.CancellationToken));
        Assert.Equal(1m, status.Spent);
    }

    [Fact]
    public async Task Embeddings_are_under_the_same_budgets()
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(static finops => finops.AddBudget(Budget.ForApplication().Requests(0, BudgetWindow.Day)));
        services.AddEmbeddingGenerator(static _ => new SilentGenerator()).UseTokenFinOps();
        await using ServiceProvider provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<BudgetExceededException>(() => provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>()
            .GenerateAsync(["hello"], null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Re_rating_changes_what_a_budget_says_is_spent()
    {
        await using ServiceProvider services = Services(Budget.ForApplication().Monthly(100m));
        await services.GetRequiredService<IChatClient>().GetResponseAsync("hello", null, TestContext.Current.CancellationToken);
        ICostLedger ledger = services.GetRequiredService<ICostLedger>();
        var dearer = new PriceCatalogue("dearer", new ModelPrices("openai", "gpt-test", new RateCard(new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.OutputTokens, 2m))));

        await ledger.RepriceAsync(dearer, cancellationToken: TestContext.Current.CancellationToken);

        BudgetStatus status = Assert.Single(await services.GetRequiredService<IBudgets>().GetStatusAsync(null, TestContext.Current.CancellationToken));
        Assert.Equal((100 * 1m / 1_000_000) + (50 * 2m / 1_000_000), status.Spent);
    }

    [Fact]
    public void Budgets_that_make_no_sense_are_refused_when_they_are_registered()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(static () => new ServiceCollection().AddTokenFinOps(static finops => finops
            .AddBudget(Budget.For("team", "support"))
            .AddBudget(Budget.ForApplication().Monthly(1m))
            .AddBudget(Budget.ForApplication().Daily(1m))
            .AddBudget(Budget.ForEachRun().Limit(BudgetMeasure.Carbon, 5m, BudgetWindow.Total))));

        Assert.Contains("'team=support' has no limit", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Two budgets are named 'application'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Footprint", refusal.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Budget budget)
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops => finops.AddBudget(budget));
        services.AddChatClient(TestBudgets.Provider()).UseTokenFinOps();
        return services.BuildServiceProvider();
    }

    private sealed class SilentGenerator : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>());

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
