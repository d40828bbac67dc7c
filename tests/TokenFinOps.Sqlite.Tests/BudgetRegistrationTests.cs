using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Budgets;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Sqlite.Tests;

public sealed class BudgetRegistrationTests : IDisposable
{
    private readonly TempLedger _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task What_an_application_has_spent_counts_after_it_is_started_again_and_is_what_the_ledger_says()
    {
        for (int start = 1; start <= 2; start++)
        {
            await using ServiceProvider services = Start(Budget.ForApplication().InTotal(1m));
            using IChatClient client = new ChatClientBuilder(new TenTokens()).UseTokenFinOps().Build(services);
            await client.GetResponseAsync("go", new ChatOptions { MaxOutputTokens = 100 }, TestContext.Current.CancellationToken);

            BudgetStatus status = Assert.Single(await services.GetRequiredService<IBudgets>().GetStatusAsync(cancellationToken: TestContext.Current.CancellationToken));
            Assert.Equal((start * 0.00001m, 0m), (status.Spent, status.Reserved));
            Assert.Equal((await services.GetRequiredService<ICostLedger>().AskAsync(LedgerQuery.All)).TotalIn().EffectiveCost, status.Spent);
        }
    }

    [Fact]
    public async Task A_hard_budget_that_was_used_up_before_refuses_after_a_start()
    {
        await using (ServiceProvider first = Start(Budget.ForApplication().Requests(1, BudgetWindow.Total)))
        {
            using IChatClient client = new ChatClientBuilder(new TenTokens()).UseTokenFinOps().Build(first);
            await client.GetResponseAsync("go", cancellationToken: TestContext.Current.CancellationToken);
        }

        await using ServiceProvider second = Start(Budget.ForApplication().Requests(1, BudgetWindow.Total));
        using IChatClient refused = new ChatClientBuilder(new TenTokens()).UseTokenFinOps().Build(second);
        await Assert.ThrowsAsync<BudgetExceededException>(() => refused.GetResponseAsync("go", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_budget_nothing_is_opened_for_budgets()
    {
        await using ServiceProvider services = Start();

        Assert.Empty(await services.GetRequiredService<IBudgets>().GetStatusAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.False(File.Exists(_file.Path));
    }

    private ServiceProvider Start(params Budget[] budgets) => new ServiceCollection()
        .AddTokenFinOps(finops =>
        {
            finops.UseSqlite(_file.ConnectionString)
                .AddPrices(PriceOverride.ForModel("openai", "gpt-test", new RateCard(new Rate(UsageKind.InputTokens, 0m), new Rate(UsageKind.OutputTokens, 1m))));
            Array.ForEach(budgets, budget => finops.AddBudget(budget));
        })
        .BuildServiceProvider();

    /// <summary>Answers with ten tokens, a millionth of a USD each.</summary>
    private sealed class TenTokens : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "done"))
            {
                ModelId = "gpt-test",
                Usage = new UsageDetails { InputTokenCount = 1, OutputTokenCount = 10 },
            });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", null, "gpt-test") : null;

        public void Dispose()
        {
        }
    }
}
