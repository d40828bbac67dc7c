using System.Net;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Learning;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>What a decision says was decided, and by whom, is what happened.</summary>
public sealed class DecisionTests
{
    [Fact]
    public async Task A_binding_that_cannot_be_kept_is_not_said_to_have_been()
    {
        using var tiers = new TestTiers(
            static options => options.Policies.Add(new TagRoutingPolicy("feature", null, "nano")),
            static (name, options) => options.Capabilities = name == "nano-1" ? DeploymentCapabilities.Common & ~DeploymentCapabilities.Vision : DeploymentCapabilities.All);
        using IDisposable feature = FinOps.Attribute(("feature", "x"));
        tiers["nano-1"].Respond = static (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call-1", "look")]))
        {
            FinishReason = ChatFinishReason.ToolCalls,
            ModelId = "nano-1",
            Usage = TestTiers.Usage(),
        });
        List<ChatMessage> history = [new(ChatRole.User, "look")];
        history.AddRange((await tiers.Client.GetResponseAsync(history, null, TestContext.Current.CancellationToken)).Messages);
        history.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call-1", "see"), new DataContent(new byte[] { 1 }, "image/png")]));

        await tiers.Client.GetResponseAsync(history, null, TestContext.Current.CancellationToken);

        LedgerEntry last = (await tiers.EntriesAsync())[^1];
        RoutingDecision decision = last.Routing!.Decision!;
        Assert.Equal(("mid-1", "mid-1", "tag"), (last.Deployment, decision.Chosen, decision.DecidedBy));
        Assert.Contains(decision.Remarks, static remark => remark.Statement == "a tool call is open, and nano-1 cannot go on (cannot do Vision): nothing binds it");
    }

    [Fact]
    public async Task A_deployment_that_is_left_alone_is_not_said_to_be_chosen()
    {
        using var tiers = new TestTiers(static options => options.Policies.Add(new TagRoutingPolicy("feature", null, "nano")));
        using IDisposable feature = FinOps.Attribute(("feature", "x"));
        tiers.Fail("nano-1", static () => TestTiers.Status(HttpStatusCode.InternalServerError));
        for (int i = 0; i < 4; i++)
        {
            await tiers.CallAsync(prompt: $"question {i}");
        }

        LedgerEntry last = (await tiers.EntriesAsync())[^1];
        RoutingDecision decision = last.Routing!.Decision!;
        Assert.Equal(("mid-1", "mid-1", "health"), (last.Deployment, decision.Chosen, decision.DecidedBy));
        Assert.Equal(["mid-1", "frontier-1", "nano-1"], decision.Candidates.Select(static each => each.Deployment));
        Assert.Contains(new RoutingRemark("health", "nano-1 is left alone because it failed"), decision.Remarks);
    }

    [Fact]
    public async Task Who_was_overruled_by_what_is_proved_did_not_decide()
    {
        using var tiers = new TestTiers(static options =>
        {
            options.Policies.Add(new TagRoutingPolicy("feature", null, "nano"));
            options.Learning = new LearningOptions();
        });

        Assert.Equal(("frontier-1", "admission"), await DecidedAsync(tiers));
    }

    [Fact]
    public async Task No_policy_caps_the_tier_below_what_is_proved()
    {
        using var tiers = new TestTiers(static options =>
        {
            options.Policies.Add(new TagRoutingPolicy("feature", null, "nano", RoutingOpinionKind.AtMost));
            options.Learning = new LearningOptions();
        });

        Assert.Equal(("frontier-1", "admission"), await DecidedAsync(tiers));
    }

    [Theory]
    [InlineData(RoutingOpinionKind.AtMost, "nano-1")]
    [InlineData(RoutingOpinionKind.OneDown, "mid-1")]
    public async Task Whoever_moves_a_request_is_named(RoutingOpinionKind kind, string chosen)
    {
        using var tiers = new TestTiers(options => options.Policies.Add(new Mover(new RoutingOpinion(kind, kind == RoutingOpinionKind.AtMost ? "nano" : null, "because"))));

        Assert.Equal((chosen, "mover"), await DecidedAsync(tiers));
    }

    [Fact]
    public async Task A_bound_that_moves_nothing_decides_nothing()
    {
        using var tiers = new TestTiers(static options => options.Policies.Add(new Mover(RoutingOpinion.AtLeast("mid", "because"))));

        Assert.Equal(("frontier-1", "default"), await DecidedAsync(tiers));
    }

    [Fact]
    public async Task What_a_cascade_asks_first_is_what_was_chosen()
    {
        using var tiers = new TestTiers(static options => options.Cascades.Add(Cascade.OnAgreement(["nano-1", "mid-1"])));
        foreach (string name in (string[])["nano-1", "mid-1", "frontier-1"])
        {
            tiers[name].Respond = (_, _, _) => Task.FromResult(TestChatClient.Answer("The answer is 4", TestTiers.Usage(), name));
        }

        Assert.Equal(("nano-1", "agreement"), await DecidedAsync(tiers));

        Assert.Equal(0, tiers["frontier-1"].Calls);
        Assert.Equal(["nano-1", "mid-1", "frontier-1"], (await tiers.DecisionAsync()).Candidates.Select(static each => each.Deployment));
    }

    [Fact]
    public async Task A_cascade_is_asked_while_the_dear_deployment_is_left_alone()
    {
        using var tiers = new TestTiers(static options => options.Cascades.Add(Cascade.OnAgreement(["nano-1", "mid-1"])));
        tiers.Fail("frontier-1", static () => TestTiers.Status(HttpStatusCode.TooManyRequests, "60"), times: 1);
        await tiers.CallAsync(prompt: "who disagrees");
        int before = tiers["nano-1"].Calls;

        await tiers.CallAsync(prompt: "who disagrees again");

        Assert.Equal(before + 1, tiers["nano-1"].Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_selected_deployment_carries_its_decision(bool streaming)
    {
        using var tiers = new TestTiers(static options => options.Policies.Add(new TaskKindPolicy("nano", "frontier")));
        IChatClient client = await tiers.Client.SelectAsync([new ChatMessage(ChatRole.User, "Classify this")], null, TestContext.Current.CancellationToken);

        await TestMeter.CallAsync(client, streaming, prompt: "Classify this");
        await TestMeter.CallAsync(client, streaming, prompt: "another question, about which nothing was decided");

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal(("nano-1", "task"), (entries[0].Routing!.Decision!.Chosen, entries[0].Routing!.Decision!.DecidedBy));
        Assert.Null(entries[1].Routing!.Decision);
        Assert.All(entries, static entry => Assert.True(entry.BaselineCost > entry.Cost.Effective));
        Assert.NotEqual(entries[0].RequestId, entries[1].RequestId);
    }

    [Fact]
    public async Task A_deployment_is_selected_by_the_policies_and_not_by_a_cascade()
    {
        using var tiers = new TestTiers(static options => options.Cascades.Add(Cascade.OnAgreement(["nano-1", "mid-1"])));
        IChatClient client = await tiers.Client.SelectAsync([new ChatMessage(ChatRole.User, "hello")], null, TestContext.Current.CancellationToken);

        await TestMeter.CallAsync(client, streaming: false);

        Assert.Equal(("frontier-1", "default"), ((await tiers.DecisionAsync()).Chosen, (await tiers.DecisionAsync()).DecidedBy));
    }

    private static async Task<(string Chosen, string DecidedBy)> DecidedAsync(TestTiers tiers)
    {
        using (FinOps.Attribute(("feature", "x")))
        {
            await tiers.CallAsync();
        }

        RoutingDecision decision = await tiers.DecisionAsync();
        return (decision.Chosen, decision.DecidedBy);
    }

    private sealed class Mover(RoutingOpinion opinion) : IRoutingPolicy
    {
        public string Name => "mover";

        public RoutingOpinion Judge(RoutingRequest request) => opinion;
    }
}
