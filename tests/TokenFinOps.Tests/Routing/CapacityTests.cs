using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Deployments that serve only so many calls at once.</summary>
public sealed class CapacityTests
{
    [Fact]
    public async Task A_deployment_that_is_full_spills_over_to_the_next()
    {
        using var tiers = new TestTiers(null, static (name, options) =>
        {
            options.Kind = name == "frontier-0" ? DeploymentKind.SelfHosted : DeploymentKind.Api;
            options.Capacity = name == "frontier-0" ? 2 : null;
        }, ("frontier-0", "frontier"));
        tiers.Prices.RemoveAll(static prices => prices.Model == "frontier-0");

        await CallAtOnceAsync(tiers, 4, "frontier-0");

        Assert.Equal((2, 2), (tiers["frontier-0"].Calls, tiers["frontier-1"].Calls));
    }

    [Fact]
    public async Task A_tier_that_is_full_spills_over_to_the_tier_above()
    {
        using var tiers = new TestTiers(static options => options.DefaultTier = "nano", static (name, options) => options.Capacity = name == "nano-1" ? 2 : null);

        await CallAtOnceAsync(tiers, 20, "nano-1");

        Assert.Equal((2, 18), (tiers["nano-1"].Calls, tiers["mid-1"].Calls));
    }

    [Fact]
    public async Task Nothing_spills_over_to_a_worse_tier()
    {
        using var tiers = new TestTiers(static options => options.DefaultTier = "mid", static (name, options) => options.Capacity = name == "nano-1" ? null : 1);

        await CallAtOnceAsync(tiers, 5, "mid-1", "frontier-1");

        // When all that are good enough are full, the wanted one takes what is left.
        Assert.Equal((4, 1, 0), (tiers["mid-1"].Calls, tiers["frontier-1"].Calls, tiers["nano-1"].Calls));
    }

    [Fact]
    public async Task A_conversation_leaves_a_deployment_that_is_full()
    {
        using var tiers = new TestTiers(null, static (name, options) => options.Capacity = name == "frontier-1" ? 1 : null, ("frontier-2", "frontier"));
        List<ChatMessage> messages = [new(ChatRole.System, new string('x', 40_000)), new(ChatRole.User, "first")];
        Assert.Equal("frontier-1", await AskAsync(tiers, messages));
        TaskCompletionSource<ChatResponse> gate = Hold(tiers, "frontier-1");
        Task<string> other = tiers.CallAsync(prompt: "fills it");

        Assert.Equal("frontier-2", await AskAsync(tiers, [.. messages, new(ChatRole.Assistant, "hello"), new(ChatRole.User, "second")]));

        gate.SetResult(TestChatClient.Answer("frontier-1", TestTiers.Usage(), "frontier-1"));
        await other;
    }

    [Fact]
    public async Task A_tier_in_a_cascade_stands_for_a_deployment_that_is_not_full()
    {
        using var tiers = new TestTiers(
            static options => options.Cascades.Add(new Cascade("test", new AgreementAcceptance(), "nano", "mid")),
            static (name, options) => options.Capacity = name == "nano-1" ? 1 : null,
            ("nano-2", "nano"));

        await CallAtOnceAsync(tiers, 5, "nano-1", "nano-2");

        Assert.Equal((1, 4), (tiers["nano-1"].Calls, tiers["nano-2"].Calls));
    }

    private static async Task CallAtOnceAsync(TestTiers tiers, int calls, params string[] held)
    {
        TaskCompletionSource<ChatResponse>[] gates = [.. held.Select(name => Hold(tiers, name))];
        Task<string>[] answers = [.. Enumerable.Range(0, calls).Select(i => tiers.CallAsync(prompt: $"question {i}"))];
        foreach (TaskCompletionSource<ChatResponse> gate in gates)
        {
            gate.SetResult(TestChatClient.Answer("42", TestTiers.Usage(), "any"));
        }

        await Task.WhenAll(answers);
    }

    private static TaskCompletionSource<ChatResponse> Hold(TestTiers tiers, string deployment)
    {
        var gate = new TaskCompletionSource<ChatResponse>();
        tiers[deployment].Respond = (_, _, _) => gate.Task;
        return gate;
    }

    private static async Task<string> AskAsync(TestTiers tiers, List<ChatMessage> messages) =>
        (await tiers.Client.GetResponseAsync(messages, null, TestContext.Current.CancellationToken)).ModelId!;
}
