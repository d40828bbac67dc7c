using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Budgets;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

/// <summary>A budget names customers as the application does, also where the ledger keeps only their hashes.</summary>
public sealed class HashedTagTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_budget_of_a_customer_whose_name_is_hashed_is_kept(bool streaming)
    {
        await using ServiceProvider services = Services(Budget.For("customer", "acme").Requests(1, BudgetWindow.Day));

        await AskAsync(services, "acme", streaming);
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync(services, "acme", streaming));
        await AskAsync(services, "globex", streaming);

        Assert.DoesNotContain("acme", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme", "acme", 2)]
    [InlineData("acme, emea", "acme", 2)]
    [InlineData("globex", "acme", 1)]
    public async Task An_exception_for_a_customer_whose_name_is_hashed_is_kept(string exception, string customer, int calls)
    {
        Budget budget = exception.Contains(',', StringComparison.Ordinal) ? Budget.ForEach("customer", "region") : Budget.ForEach("customer");
        await using ServiceProvider services = Services(budget.Requests(1, BudgetWindow.Day).Except(exception, 2m));

        for (int i = 0; i < calls; i++)
        {
            await AskAsync(services, customer, streaming: false);
        }

        await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync(services, customer, streaming: false));
    }

    [Fact]
    public async Task A_hash_may_be_named_too()
    {
        string kept;
        await using (ServiceProvider first = Services(Budget.ForApplication().Requests(9, BudgetWindow.Day)))
        {
            await AskAsync(first, "acme", streaming: false);
            kept = (await first.GetRequiredService<TokenFinOps.Ledger.ICostLedger>().EnumerateAsync(null, TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken)).Tags["customer"];
        }

        await using ServiceProvider services = Services(Budget.For("customer", kept).Requests(1, BudgetWindow.Day));
        await AskAsync(services, "acme", streaming: false);

        await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync(services, "acme", streaming: false));
    }

    private static ServiceProvider Services(Budget budget)
    {
        var services = new ServiceCollection();
        services.AddTokenFinOps(finops => finops
            .AddBudget(budget)
            .ConfigureTags(static tags => tags.Hash("0123456789abcdef"u8, "customer")));
        services.AddChatClient(TestBudgets.Provider()).UseTokenFinOps();
        return services.BuildServiceProvider();
    }

    private static async Task AskAsync(ServiceProvider services, string customer, bool streaming)
    {
        using IDisposable scope = FinOps.Attribute(("customer", customer), ("region", "emea"));
        await TestMeter.CallAsync(services.GetRequiredService<IChatClient>(), streaming);
    }
}
