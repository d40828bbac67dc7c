using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class HistoryTests
{
    private readonly GuardedClient _guarded = new(TestChatClient.Answering());

    [Fact]
    public async Task What_was_done_before_the_run_began_does_not_count()
    {
        List<ChatMessage> history = ScriptedAgent.Asked();
        for (int turn = 0; turn < 6; turn++)
        {
            history.AddStep(ScriptedAgent.Call(turn, "get_account"), "active");
            history.Add(new ChatMessage(ChatRole.Assistant, $"Turn {turn} is answered."));
            history.Add(new ChatMessage(ChatRole.User, $"{new string('w', turn + 1)}hat else?"));
        }

        using var run = FinOps.BeginRun();
        await _guarded.SendAsync(history);

        Assert.Empty(_guarded.Trips);
    }

    [Fact]
    public async Task A_history_that_is_shortened_along_the_way_hides_nothing()
    {
        using var run = FinOps.BeginRun();
        List<ChatMessage> history = ScriptedAgent.Asked();
        for (int i = 0; i < 3; i++)
        {
            history.AddStep(ScriptedAgent.Call(i, "get_order"), "pending");
            await _guarded.SendAsync([new(ChatRole.System, "Summary: an order is looked for."), .. history.TakeLast(4)]);
        }

        Assert.Single(_guarded.Trips);
    }

    [Fact]
    public async Task Messages_that_are_made_anew_for_every_call_are_recognised()
    {
        using var run = FinOps.BeginRun();
        for (int calls = 0; calls <= 3; calls++)
        {
            List<ChatMessage> history = ScriptedAgent.Asked();
            for (int i = 0; i < calls; i++)
            {
                history.AddStep(ScriptedAgent.Call(i, "get_order"), "pending");
            }

            history.Add(new ChatMessage(ChatRole.User, $"Remember, it is 12:0{calls}."));
            await _guarded.SendAsync(history);
            Assert.Equal(calls == 3 ? 1 : 0, _guarded.Trips.Count);
        }
    }

    [Fact]
    public async Task Agents_that_work_side_by_side_in_one_run_may_all_make_the_same_call()
    {
        List<ChatMessage>[] workers = [.. Enumerable.Range(0, 5).Select(static _ => ScriptedAgent.Asked())];

        using var run = FinOps.BeginRun();
        for (int round = 0; round < 2; round++)
        {
            for (int worker = 0; worker < workers.Length; worker++)
            {
                await _guarded.SendAsync(workers[worker]);
                workers[worker].AddStep(ScriptedAgent.Call((10 * worker) + round, "get_policy"), "be kind");
            }
        }

        Assert.Empty(_guarded.Trips);
    }

    [Fact]
    public async Task A_call_that_is_made_again_with_the_same_history_counts_nothing_twice()
    {
        List<ChatMessage> history = ScriptedAgent.Asked();
        history.AddStep(ScriptedAgent.Call(0, "get_order"), "pending");
        history.AddStep(ScriptedAgent.Call(1, "get_order"), "pending");

        using var run = FinOps.BeginRun();
        for (int retry = 0; retry < 5; retry++)
        {
            await _guarded.SendAsync(history);
        }

        Assert.Empty(_guarded.Trips);
    }

    [Fact]
    public async Task Ids_of_calls_need_not_differ()
    {
        using var run = FinOps.BeginRun();
        List<ChatMessage> history = ScriptedAgent.Asked();
        for (int i = 0; i < 3; i++)
        {
            await _guarded.SendAsync(history);
            history.AddStep(ScriptedAgent.Call(0, "get_order"), "pending");
        }

        await _guarded.SendAsync(history);

        Assert.Single(_guarded.Trips);
    }

    [Fact]
    public async Task A_conversation_that_the_provider_remembers_is_watched_by_what_the_model_says()
    {
        var guarded = new GuardedClient(ScriptedAgent.Model(static (number, _) => ScriptedAgent.Call(number, "get_order")));

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(ScriptedAgent.Asked(), ScriptedAgent.Tools("get_order"));
        for (int i = 0; i < 3; i++)
        {
            Assert.Empty(guarded.Trips);
            ChatOptions options = ScriptedAgent.Tools("get_order");
            options.ConversationId = $"response-{i}";
            await guarded.SendAsync([new(ChatRole.Tool, [new FunctionResultContent($"call-{i}", "pending")])], options);
        }

        Assert.Equal(GuardrailRule.RepeatedCall, Assert.Single(guarded.Trips).Rule);
    }
}
