using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Guardrails.Behaviour;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class CallCycleTests
{
    [Theory]
    [InlineData("ABABA", true)]
    [InlineData("ABCABCABC", true)]
    [InlineData("ABCDEFABCDEFABCDEF", true)]
    [InlineData("XYABXABABZA", true)]
    [InlineData("AAAA", false)]
    [InlineData("ABCDEFGABCDEFGABCDEFG", false)]
    [InlineData("ABAB", false)]
    [InlineData("ABCADEA", false)]
    [InlineData("ARASATAU", false)]
    public void Two_to_six_calls_gone_through_three_times_are_a_cycle(string calls, bool isCycle) => Assert.Equal(isCycle, HasCycle(calls));

    [Fact]
    public void Any_period_is_found_with_an_unrelated_call_in_every_round() =>
        Gen.Select(Gen.Int[2, 6], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5]).Sample(static (period, first, second, third) =>
        {
            string round = "ABCDEF"[..period];
            string calls = round.Insert(first % period, "x") + round.Insert(second % period, "y") + round.Insert(third % period, "z");
            return HasCycle(calls);
        });

    [Fact]
    public void Calls_that_never_come_again_are_no_cycle() =>
        Gen.Shuffle("ABCDEFGHIJKLMNOPQRSTUVWXYZ".ToCharArray()).Sample(static calls => !HasCycle(new string(calls)));

    [Fact]
    public async Task A_cycle_is_found_though_another_agent_speaks_in_between()
    {
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked();
        string[] words = ["Go on, please.", "Anything new there?", "Are you sure of that?"];

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history);
        for (int round = 0; round < 3; round++)
        {
            history.AddStep(ScriptedAgent.Call(round, "get_order"), "pending");
            history.AddStep(ScriptedAgent.Call(round + 10, "ask_warehouse"), "no answer");
            history.Add(new ChatMessage(ChatRole.Assistant, $"Nothing yet, {round} rounds."));
            history.Add(new ChatMessage(ChatRole.User, words[round]));
            await guarded.SendAsync(history);
        }

        GuardrailTrip trip = Assert.Single(guarded.Trips);
        Assert.Equal(GuardrailRule.CallCycle, trip.Rule);
        Assert.Matches("^ask_warehouse#[0-9a-f]{8} → get_order#[0-9a-f]{8}$", trip.Evidence);
    }

    [Fact]
    public async Task Work_through_a_list_is_no_cycle()
    {
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked("Check every order.");
        for (int order = 0; order < 10; order++)
        {
            history.AddStep(ScriptedAgent.Call(order, "get_order", ("order", order)), "open");
            history.AddStep(ScriptedAgent.Call(order + 100, "close_order", ("order", order)), "closed");
        }

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history);

        Assert.Empty(guarded.Trips);
    }

    [Fact]
    public async Task A_rule_that_does_more_is_not_kept_back_by_a_cycle_that_is_only_warned_of()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(), static options => options.On(GuardrailRule.RepeatedCall, GuardrailAction.Stop));
        List<ChatMessage> history = ScriptedAgent.Asked();
        for (int i = 0; i < 6; i++)
        {
            history.AddStep(ScriptedAgent.Call(i, i % 2 == 0 ? "left" : "right"), "a wall");
        }

        using var run = FinOps.BeginRun();
        await Assert.ThrowsAsync<RunawayStoppedException>(() => guarded.SendAsync(history));

        Assert.Equal([GuardrailRule.CallCycle, GuardrailRule.RepeatedCall], guarded.Trips.Select(static trip => trip.Rule));
    }

    private static bool HasCycle(string calls)
    {
        CallMark[] marks = [.. calls.Select(static call => new CallMark(call.ToString(), call, 0, 0))];
        return Enumerable.Range(1, marks.Length).Any(length => !LoopFinder.Cycle(marks.AsSpan(0, length), 3).IsEmpty);
    }
}
