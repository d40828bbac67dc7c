using System.Net;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Policies;
using TokenFinOps.Routing.Requests;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>Who bypasses the router, so that savings can be measured.</summary>
public sealed class ControlGroupTests
{
    private static readonly RoutingOptions Half = new() { ControlShare = 0.5 };

    // Drawn once; another process, or another day, must draw the same.
    [Fact]
    public void The_same_conversations_are_drawn_in_every_process() =>
        Assert.Equal("10001111011101110010011101011110", Drawn(TagSet.Of(("team", "a"))));

    [Fact]
    public void The_same_question_of_another_payer_is_drawn_by_itself() =>
        Assert.NotEqual(Drawn(TagSet.Of(("team", "a"))), Drawn(TagSet.Of(("team", "b"))));

    [Fact]
    public async Task Where_the_baseline_may_not_answer_the_request_is_in_no_control_group()
    {
        using var tiers = new TestTiers(static options =>
        {
            options.ControlShare = 1;
            options.Restrictions.Add(DeploymentRestriction.ForAll.Never("frontier-1"));
            options.Policies.Add(new TaskKindPolicy("nano", "frontier"));
        });

        Assert.Equal("nano-1", await tiers.CallAsync(prompt: "Classify this"));

        RoutingDecision decision = await tiers.DecisionAsync();
        Assert.Equal(RoutingMode.On, decision.Mode);
        Assert.Contains(decision.Remarks, static remark => remark.Source == "control");
    }

    [Theory]
    [InlineData("nano-1", RoutingMode.On)]
    [InlineData("frontier-1", RoutingMode.Control)]
    public async Task Who_names_another_deployment_than_the_baseline_is_in_no_control_group(string named, RoutingMode mode)
    {
        using var tiers = new TestTiers(static options => options.ControlShare = 1);

        Assert.Equal(named, await tiers.CallAsync(options: new ChatOptions { ModelId = named }));

        Assert.Equal(mode, (await tiers.DecisionAsync()).Mode);
    }

    [Fact]
    public async Task While_the_baseline_is_left_alone_nobody_is_in_the_control_group()
    {
        using var tiers = new TestTiers(static options => options.ControlShare = 1);
        tiers.Fail("frontier-1", static () => TestTiers.Status(HttpStatusCode.TooManyRequests, "60"));
        await tiers.CallAsync();

        await tiers.CallAsync();

        LedgerEntry[] decided = [.. (await tiers.EntriesAsync()).Where(static entry => entry.Routing!.Decision is not null)];
        Assert.Equal([("frontier-1", RoutingMode.Control), ("mid-1", RoutingMode.On)], decided.Select(static entry => (entry.Deployment!, entry.Routing!.Decision!.Mode)));
    }

    [Fact]
    public async Task Outside_of_the_control_group_shadow_mode_is_shadow_mode()
    {
        using var tiers = new TestTiers(static options =>
        {
            (options.ControlShare, options.Mode) = (1, RoutingMode.Shadow);
            options.Restrictions.Add(DeploymentRestriction.ForAll.Never("frontier-1"));
        });

        await tiers.CallAsync();

        Assert.Equal(RoutingMode.Shadow, (await tiers.DecisionAsync()).Mode);
    }

    [Theory]
    [InlineData(false, RoutingMode.Control)]
    [InlineData(true, RoutingMode.On)]
    public async Task A_decision_that_failed_is_in_the_control_group_if_the_baseline_answers(bool restricted, RoutingMode mode)
    {
        using var tiers = new TestTiers(options =>
        {
            options.ControlShare = 1;
            if (restricted)
            {
                options.Restrictions.Add(DeploymentRestriction.ForAll.Never("frontier-1"));
            }
        });
        using IDisposable run = FinOps.BeginRun("run");

        await tiers.CallAsync(options: new ChatOptions { Tools = [new NamelessTool()] });

        RoutingDecision decision = await tiers.DecisionAsync();
        Assert.Equal(("failure", mode), (decision.DecidedBy, decision.Mode));
    }

    [Fact]
    public async Task A_draw_that_fails_does_not_take_the_answer_away()
    {
        using var tiers = new TestTiers(static options => options.ControlShare = 1);

        Assert.Equal("frontier-1", await tiers.CallAsync(options: new ChatOptions { Tools = [new NamelessTool()] }));
    }

    private static string Drawn(TagSet tags) =>
        string.Concat(Enumerable.Range(0, 32).Select(i => ControlGroup.Contains(new RoutingRequest([new ChatMessage(ChatRole.User, $"question {i}")], null, tags), Half) ? '1' : '0'));

    private sealed class NamelessTool : AITool
    {
        public override string Name => throw new InvalidOperationException();
    }
}
