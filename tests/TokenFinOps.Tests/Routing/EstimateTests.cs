using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>What a request is expected to cost at each deployment.</summary>
public sealed class EstimateTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_knows_what_the_provider_has_cached(bool sticky)
    {
        using var tiers = new TestTiers(options => options.IsSticky = sticky);
        List<ChatMessage> history = [new(ChatRole.User, string.Join(' ', Enumerable.Repeat("word", 4_000)))];
        tiers["frontier-1"].Respond = static (_, _, _) => Task.FromResult(TestChatClient.Answer("yes", TestTiers.Usage(5_000, 10), "frontier-1"));
        history.AddRange((await tiers.Client.GetResponseAsync(history, null, TestContext.Current.CancellationToken)).Messages);
        history.Add(new ChatMessage(ChatRole.User, "sure?"));

        await tiers.Client.GetResponseAsync(history, null, TestContext.Current.CancellationToken);

        decimal?[] costs = [.. (await tiers.EntriesAsync()).Select(static entry => entry.Routing!.Decision!.Candidates[0].EstimatedCost)];
        Assert.True(costs[1] < costs[0] / 2, $"first {costs[0]}, then {costs[1]} with nearly all of it cached");
    }

    [Theory]
    [InlineData(UsageKind.InputTokens)]
    [InlineData(UsageKind.OutputTokens)]
    public async Task A_rate_that_is_missing_is_not_zero(UsageKind only)
    {
        using var tiers = new TestTiers(null, null, ("frontier-2", "frontier"));
        tiers.Prices.RemoveAll(static each => each.Model == "frontier-2");
        tiers.Prices.Add(new ModelPrices("openai", "frontier-2", new RateCard(new Rate(only, 0.1m))));

        await tiers.CallAsync();

        RoutingDecision decision = await tiers.DecisionAsync();
        Assert.Equal("frontier-1", decision.Chosen);
        Assert.Null(decision.Candidates.Single(static each => each.Deployment == "frontier-2").EstimatedCost);
        Assert.NotNull(decision.Candidates.Single(static each => each.Deployment == "frontier-1").EstimatedCost);
    }

    [Fact]
    public async Task What_has_no_rate_of_its_own_in_the_cache_is_read_at_the_rate_of_input()
    {
        using var tiers = new TestTiers(null, null, ("frontier-2", "frontier"));
        tiers.Prices.RemoveAll(static each => each.Model == "frontier-2");
        tiers.Prices.Add(new ModelPrices("openai", "frontier-2", new RateCard(new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.OutputTokens, 4m))));

        await tiers.CallAsync();
        await tiers.CallAsync();

        decimal?[] costs = [.. (await tiers.EntriesAsync()).Select(static entry => entry.Routing!.Decision!.Candidates[0].EstimatedCost)];
        Assert.All(costs, static cost => Assert.True(cost > 0));
    }
}
