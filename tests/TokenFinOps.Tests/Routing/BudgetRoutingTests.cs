using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Budgets;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Budgets and the router together, as an application sets them up.</summary>
public sealed class BudgetRoutingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_budget_that_runs_low_sends_requests_one_tier_down(bool streaming)
    {
        await using ServiceProvider services = Services(Budget.ForApplication().InTotal(0.1m).DowngradeAt(0.1m));
        using IChatClient client = Client(services);

        List<string> answers = [];
        for (int i = 0; i < 12; i++)
        {
            answers.Add((await TestMeter.CallAsync(client, streaming, new ChatOptions { MaxOutputTokens = 100 }, $"question {i}")).Trim());
        }

        Assert.Equal(("large", "small"), (answers[0], answers[^1]));
        LedgerEntry last = (await EntriesAsync(services))[^1];
        Assert.Contains(last.Routing!.Decision!.Remarks, static remark => remark.Source == "pressure");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deployment_that_does_not_fit_a_hard_budget_leaves_the_request_to_a_cheaper_one(bool streaming)
    {
        // The worst case of 100 tokens of output and a short question is 0.001 USD at gpt-5 and a fifth of that at gpt-5-mini.
        await using ServiceProvider services = Services(Budget.ForApplication().InTotal(0.0006m));
        using IChatClient client = Client(services);

        string answer = await TestMeter.CallAsync(client, streaming, new ChatOptions { MaxOutputTokens = 100 }, "question");

        Assert.Equal("small", answer.Trim());
        LedgerEntry only = Assert.Single(await EntriesAsync(services));
        Assert.Equal((AttemptRole.Fallback, "gpt-5-mini"), (only.Routing!.Role, only.Deployment));
        Assert.Contains("BudgetExceededException", only.Routing.Reason, StringComparison.Ordinal);
        Assert.Equal("gpt-5", only.Routing.Decision?.Chosen);
    }

    [Fact]
    public async Task When_nothing_fits_the_caller_is_told_by_the_budget()
    {
        await using ServiceProvider services = Services(Budget.ForApplication().InTotal(0.00001m));
        using IChatClient client = Client(services);

        await Assert.ThrowsAsync<BudgetExceededException>(() => TestMeter.CallAsync(client, false, new ChatOptions { MaxOutputTokens = 100 }, "question"));
    }

    private static ServiceProvider Services(Budget budget) => new ServiceCollection()
        .AddTokenFinOps(finops => finops
            .AddTier("small", "gpt-5-mini", static _ => Provider("small", "gpt-5-mini"))
            .AddTier("large", "gpt-5", static _ => Provider("large", "gpt-5"))
            .AddBudget(budget))
        .BuildServiceProvider();

    private static IChatClient Client(ServiceProvider services) => Provider("nobody", "gpt-5").AsBuilder().UseTokenFinOps().Build(services);

    private static TestChatClient Provider(string text, string model)
    {
        TestChatClient provider = TestChatClient.Answering(text, TestTiers.Usage(1_000, 100), model);
        provider.Metadata = new ChatClientMetadata("openai", null, model);
        return provider;
    }

    private static async Task<List<LedgerEntry>> EntriesAsync(ServiceProvider services) =>
        await services.GetRequiredService<ICostLedger>().EnumerateAsync(null, TestContext.Current.CancellationToken).ToListAsync();
}
