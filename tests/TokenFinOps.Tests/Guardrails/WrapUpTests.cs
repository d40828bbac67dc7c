using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class WrapUpTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_looping_agent_answers_with_what_it_has(bool streaming)
    {
        var guarded = new GuardedClient(ScriptedAgent.Stubborn(answer: "It is pending."), static options => options.OnLoops(GuardrailAction.WrapUp));
        using var agent = new FunctionInvokingChatClient(guarded.Client);

        using var run = FinOps.BeginRun();
        string answer = await TestMeter.CallAsync(agent, streaming, ScriptedAgent.Tools("get_order"));

        Assert.Equal("It is pending.", answer);
        Assert.Equal(4, (await guarded.EntriesAsync(LedgerEntryKind.Attempt)).Count);
        Assert.Equal(GuardrailAction.WrapUp, Assert.Single(guarded.Trips).Action);
    }

    [Fact]
    public async Task Tools_stay_declared_and_the_instruction_comes_last_and_the_callers_own_objects_stay_as_they_are()
    {
        ChatOptions? sentOptions = null;
        List<ChatMessage> sent = [];
        TestChatClient provider = TestChatClient.Answering();
        provider.Respond = (messages, options, _) =>
        {
            (sent, sentOptions) = ([.. messages], options);
            return Task.FromResult(TestChatClient.Answer("ok", null, "gpt-test"));
        };
        var guarded = new GuardedClient(provider, static options =>
        {
            options.OnLoops(GuardrailAction.WrapUp);
            options.WrapUpInstruction = "Finish.";
        });
        List<ChatMessage> history = Looping();
        ChatOptions own = ScriptedAgent.Tools("get_order");
        own.ToolMode = ChatToolMode.RequireAny;

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history, own);

        Assert.Equal(ChatToolMode.None, sentOptions!.ToolMode);
        Assert.Same(own.Tools![0], Assert.Single(sentOptions.Tools!));
        Assert.Equal((ChatRole.User, "Finish."), (sent[^1].Role, sent[^1].Text));
        Assert.Equal(history, sent[..^1]);
        Assert.Equal(ChatToolMode.RequireAny, own.ToolMode);
        Assert.Equal(8, history.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_that_goes_on_after_wrapping_up_is_stopped(bool streaming)
    {
        // A model that does not care that it may not call tools.
        TestChatClient deaf = ScriptedAgent.Model(static (number, _) => ScriptedAgent.Call(number, "get_order"));
        var guarded = new GuardedClient(deaf, static options => options.OnLoops(GuardrailAction.WrapUp));
        using var agent = new FunctionInvokingChatClient(guarded.Client);

        using var run = FinOps.BeginRun();
        var stopped = await Assert.ThrowsAsync<RunawayStoppedException>(() => TestMeter.CallAsync(agent, streaming, ScriptedAgent.Tools("get_order")));

        Assert.Contains("after wrapping up", stopped.Evidence, StringComparison.Ordinal);
        Assert.Equal([GuardrailAction.WrapUp, GuardrailAction.Stop], guarded.Trips.Select(static trip => trip.Action));
        Assert.Equal(4, deaf.Calls);
    }

    [Fact]
    public async Task An_application_that_begins_anew_after_wrapping_up_is_stopped_with_the_last_answer()
    {
        var guarded = new GuardedClient(ScriptedAgent.Stubborn(answer: "It is pending."), static options => options.OnLoops(GuardrailAction.WrapUp));
        using var agent = new FunctionInvokingChatClient(guarded.Client);

        using var run = FinOps.BeginRun();
        await TestMeter.CallAsync(agent, streaming: false, ScriptedAgent.Tools("get_order"), "first try");
        var stopped = await Assert.ThrowsAsync<RunawayStoppedException>(
            () => TestMeter.CallAsync(agent, streaming: false, ScriptedAgent.Tools("get_order"), "another try"));

        Assert.Equal("It is pending.", stopped.LastAnswer);
    }

    [Fact]
    public async Task A_wrap_up_that_failed_may_be_tried_again()
    {
        bool fails = true;
        TestChatClient provider = TestChatClient.Answering();
        provider.Respond = (_, _, _) => fails ? throw new HttpRequestException("down") : Task.FromResult(TestChatClient.Answer("ok", null, "gpt-test"));
        var guarded = new GuardedClient(provider, static options => options.OnLoops(GuardrailAction.WrapUp));

        using var run = FinOps.BeginRun();
        await Assert.ThrowsAsync<HttpRequestException>(() => guarded.SendAsync(Looping(), ScriptedAgent.Tools("get_order")));
        fails = false;
        await guarded.SendAsync(Looping(), ScriptedAgent.Tools("get_order"));

        await Assert.ThrowsAsync<RunawayStoppedException>(() => guarded.SendAsync(Looping(), ScriptedAgent.Tools("get_order")));
    }

    [Fact]
    public async Task A_run_wraps_up_when_a_limit_is_near_and_the_last_call_is_held_with_the_instruction()
    {
        var guarded = new GuardedClient(ScriptedAgent.Stubborn(), static options => options.SoftAction = GuardrailAction.WrapUp);
        using var agent = new FunctionInvokingChatClient(guarded.Client);

        using var run = FinOps.BeginRun(new RunLimits { MaxTokens = 1_100 });
        string answer = await TestMeter.CallAsync(agent, streaming: false, ScriptedAgent.Tools("get_order"));

        Assert.Equal("The order is still pending.", answer);
        Assert.Equal(
            [(GuardrailRule.RepeatedCall, GuardrailAction.Warn), (GuardrailRule.MaxTokens, GuardrailAction.WrapUp)],
            guarded.Trips.Select(static trip => (trip.Rule, trip.Action)));
    }

    [Fact]
    public async Task When_an_outer_run_wraps_up_its_sub_run_and_then_itself_answer_once_more()
    {
        var guarded = new GuardedClient(ScriptedAgent.Stubborn(), static options => options.On(GuardrailRule.MaxCalls, GuardrailAction.WrapUp).SoftShare = 1);

        using var outer = FinOps.BeginRun("outer", new RunLimits { MaxCalls = 2 });
        List<ChatMessage> outerHistory = ScriptedAgent.Asked("outer");
        List<ChatMessage> innerHistory = ScriptedAgent.Asked("inner");
        await guarded.SendAsync(outerHistory);
        using (FinOps.BeginRun("inner"))
        {
            await guarded.SendAsync(innerHistory);
            await guarded.SendAsync(innerHistory);
            await Assert.ThrowsAsync<RunawayStoppedException>(() => guarded.SendAsync(innerHistory));
        }

        await guarded.SendAsync(outerHistory);
        await Assert.ThrowsAsync<RunawayStoppedException>(() => guarded.SendAsync(outerHistory));
        await Assert.ThrowsAsync<RunawayStoppedException>(() => guarded.SendAsync(ScriptedAgent.Asked("anew")));
    }

    private static List<ChatMessage> Looping()
    {
        List<ChatMessage> history = ScriptedAgent.Asked();
        for (int i = 0; i < 3; i++)
        {
            history.AddStep(ScriptedAgent.Call(i, "get_order"), "pending");
        }

        return history;
    }
}
