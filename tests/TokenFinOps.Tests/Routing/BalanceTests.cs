using Microsoft.Extensions.AI;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>How load is spread over deployments of one tier.</summary>
public sealed class BalanceTests
{
    [Fact]
    public async Task Deployments_of_one_price_share_the_load()
    {
        using var tiers = new TestTiers(static options => options.IsSticky = false, null, ("frontier-2", "frontier"));
        var gate = new TaskCompletionSource<ChatResponse>();
        foreach (string name in (string[])["frontier-1", "frontier-2"])
        {
            tiers[name].Respond = (_, _, _) => gate.Task;
        }

        Task<string>[] calls = [.. Enumerable.Range(0, 10).Select(i => tiers.CallAsync(prompt: $"question {i}"))];
        gate.SetResult(TestChatClient.Answer("x", TestTiers.Usage(), "any"));
        await Task.WhenAll(calls);

        Assert.Equal((5, 5), (tiers["frontier-1"].Calls, tiers["frontier-2"].Calls));
    }

    [Fact]
    public async Task A_cheaper_deployment_is_not_spared_for_its_load()
    {
        using var tiers = new TestTiers(static options => options.IsSticky = false, null, ("frontier-0", "frontier"));
        tiers.Prices.RemoveAll(static prices => prices.Model == "frontier-0");
        var gate = new TaskCompletionSource<ChatResponse>();
        tiers["frontier-1"].Respond = (_, _, _) => gate.Task;

        Task<string>[] calls = [.. Enumerable.Range(0, 3).Select(i => tiers.CallAsync(prompt: $"question {i}"))];
        gate.SetResult(TestChatClient.Answer("x", TestTiers.Usage(), "any"));
        await Task.WhenAll(calls);

        Assert.Equal((3, 0), (tiers["frontier-1"].Calls, tiers["frontier-0"].Calls));
    }

    [Fact]
    public async Task A_deployment_that_was_never_measured_is_tried_beside_a_fast_one()
    {
        using var tiers = new TestTiers(BySpeed, null, ("frontier-2", "frontier"));
        Measure(tiers, "frontier-1", 0.9);

        Assert.Equal("frontier-2", await tiers.CallAsync());
    }

    [Fact]
    public async Task Of_two_that_were_measured_the_faster_one_answers()
    {
        using var tiers = new TestTiers(BySpeed, null, ("frontier-2", "frontier"));
        Measure(tiers, "frontier-1", 0.9);
        Measure(tiers, "frontier-2", 0.2);

        Assert.Equal("frontier-2", await tiers.CallAsync());
    }

    [Fact]
    public async Task Free_deployments_are_told_apart_by_their_speed()
    {
        using var tiers = new TestTiers(
            static options =>
            {
                BySpeed(options);
                options.DefaultTier = "nano";
            },
            static (name, options) => options.Kind = name.StartsWith("nano", StringComparison.Ordinal) ? DeploymentKind.SelfHosted : DeploymentKind.Api,
            ("nano-2", "nano"));
        tiers.Prices.RemoveAll(static prices => prices.Model.StartsWith("nano", StringComparison.Ordinal));
        Measure(tiers, "nano-1", 1.4);
        Measure(tiers, "nano-2", 0.6);

        Assert.Equal("nano-2", await tiers.CallAsync());
    }

    private static void BySpeed(RoutingOptions options) => (options.LatencyWeight, options.IsSticky) = (1, false);

    private static void Measure(TestTiers tiers, string name, double seconds)
    {
        Deployment deployment = tiers.Client.Deployments.Single(each => each.Name == name);
        Assert.True(deployment.Health.TryEnter(out HealthTicket ticket));
        deployment.Health.Succeeded(deployment.Health.Began(ticket, TimeSpan.FromSeconds(seconds)));
    }
}
