using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class RepeatedCallTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_that_calls_the_same_tool_over_and_over_is_stopped_inside_function_invocation(bool streaming)
    {
        var guarded = new GuardedClient(ScriptedAgent.Stubborn(), static options => options.OnLoops(GuardrailAction.Stop));
        using var agent = new FunctionInvokingChatClient(guarded.Client);

        using var run = FinOps.BeginRun("run-1");
        var stopped = await Assert.ThrowsAsync<RunawayStoppedException>(() => TestMeter.CallAsync(agent, streaming, ScriptedAgent.Tools("get_order")));

        Assert.Equal(("run-1", GuardrailRule.RepeatedCall, 3m, 3m), (stopped.RunId, stopped.Rule, stopped.Limit, stopped.Value));
        Assert.StartsWith("get_order#", stopped.Evidence, StringComparison.Ordinal);
        Assert.Equal(3, (await guarded.EntriesAsync(LedgerEntryKind.Attempt)).Count);
    }

    [Fact]
    public async Task By_default_a_loop_is_warned_of_once_and_goes_on()
    {
        var guarded = new GuardedClient(ScriptedAgent.Model(static (number, _) => number < 8 ? ScriptedAgent.Call(number, "get_order") : new TextContent("done")));
        using var agent = new FunctionInvokingChatClient(guarded.Client);

        using var run = FinOps.BeginRun();
        Assert.Equal("done", (await agent.GetResponseAsync("hi", ScriptedAgent.Tools("get_order"), TestContext.Current.CancellationToken)).Text);

        Assert.Equal((GuardrailRule.RepeatedCall, GuardrailAction.Warn), (Assert.Single(guarded.Trips).Rule, guarded.Trips[0].Action));
    }

    [Theory]
    [InlineData("""{"id":7,"filter":{"state":"open","region":"eu"}}""", """{"filter":{"region":"eu","state":"open"},"id":7.0}""", true)]
    [InlineData("""{"id":7}""", """{"id":7,"note":null}""", true)]
    [InlineData("""{"text":"a  b"}""", """{"text":"a b "}""", true)]
    [InlineData("""{"id":7,"request_id":"a1"}""", """{"id":7,"requestId":"b2"}""", true)]
    [InlineData("""{"id":7,"ref":"0f8fad5b-d9cb-469f-a165-70867728950e"}""", """{"id":7,"ref":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}""", true)]
    [InlineData("""{"id":7,"as_of":"2026-03-01T12:00:07Z"}""", """{"id":7,"as_of":"2026-03-01T12:01:13Z"}""", true)]
    [InlineData("""{"at":"2026-03-01T12:00:00Z"}""", """{"at":"2026-03-01T13:00:00Z"}""", false)]
    [InlineData("""{"date":"2026-03-01"}""", """{"date":"2026-03-02"}""", false)]
    [InlineData("""{"id":7}""", """{"id":"7"}""", false)]
    [InlineData("""{"ids":[1,2]}""", """{"ids":[2,1]}""", false)]
    [InlineData("""{"page":1}""", """{"page":2}""", false)]
    [InlineData("""{"file":"report-2026-03-final-v1.pdf"}""", """{"file":"report-2026-03-final-v2.pdf"}""", false)]
    public async Task Calls_are_compared_by_what_they_ask_for(string once, string again, bool same)
    {
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked();
        string[] calls = [once, again, once, again];
        for (int i = 0; i < calls.Length; i++)
        {
            history.AddStep(FunctionCallContent.CreateFromParsedArguments(calls[i], $"call-{i}", "find", Parse), "nothing");
        }

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history);

        Assert.Equal(same, guarded.Trips.Any(static trip => trip.Rule == GuardrailRule.RepeatedCall));
    }

    [Fact]
    public async Task Ids_that_the_model_was_shown_tell_calls_apart()
    {
        string[] ids = [.. Enumerable.Range(1, 5).Select(static i => $"0f8fad5b-d9cb-469f-a165-70867728950{i}")];
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked("Delete all closed orders.");
        history.AddStep(ScriptedAgent.Call(0, "list_orders"), string.Join(',', ids));
        for (int i = 0; i < ids.Length; i++)
        {
            history.AddStep(ScriptedAgent.Call(i + 1, "delete_order", ("id", ids[i])), "deleted");
        }

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history);

        Assert.Empty(guarded.Trips);
    }

    [Theory]
    [InlineData("state: pending, checked at 12:00:0{0}", 3, true)]
    [InlineData("""{{"id":"a{0}f3","took_ms":{0},"state":"pending"}}""", 3, true)]
    [InlineData("page about {1}", 8, false)]
    [InlineData("page about {1}", 9, true)]
    public async Task A_call_that_brings_something_new_counts_a_quarter(string result, int calls, bool trips)
    {
        string[] topics = ["cats", "dogs", "birds", "bees", "trees", "seas", "keys", "teas", "knees"];
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked();
        for (int i = 0; i < calls; i++)
        {
            history.AddStep(ScriptedAgent.Call(i, "next"), string.Format(null, result, i, topics[i]));
        }

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history);

        Assert.Equal(trips, guarded.Trips.Count > 0);
    }

    [Fact]
    public async Task A_user_who_asks_again_may_be_answered_again()
    {
        string[] questions = ["Where is it?", "Still nothing?", "Please look once more.", "And what about now?"];
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked();

        using var run = FinOps.BeginRun();
        for (int i = 0; i < questions.Length; i++)
        {
            history.Add(new ChatMessage(ChatRole.User, questions[i]));
            await guarded.SendAsync(history);
            history.AddStep(ScriptedAgent.Call(i, "get_order"), "pending");
            await guarded.SendAsync(history);
        }

        Assert.Empty(guarded.Trips);
    }

    [Fact]
    public async Task The_same_call_twice_in_one_message_is_one_decision()
    {
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked();
        FunctionCallContent[] calls = [.. Enumerable.Range(0, 4).Select(static i => ScriptedAgent.Call(i, "roll_dice"))];
        history.Add(new ChatMessage(ChatRole.Assistant, [.. calls]));
        history.Add(new ChatMessage(ChatRole.Tool, [.. calls.Select(static call => new FunctionResultContent(call.CallId, "six"))]));

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history);

        Assert.Empty(guarded.Trips);
    }

    [Fact]
    public async Task Tools_and_arguments_can_be_left_out()
    {
        var guarded = new GuardedClient(TestChatClient.Answering(), static options => options.IgnoreTools("poll").IgnoreArguments("Mood"));
        List<ChatMessage> history = ScriptedAgent.Asked();
        for (int i = 0; i < 5; i++)
        {
            history.AddStep(ScriptedAgent.Call(i, "poll"), "running");
        }

        using (FinOps.BeginRun())
        {
            await guarded.SendAsync(history);
            Assert.Empty(guarded.Trips);
        }

        for (int i = 5; i < 8; i++)
        {
            history.AddStep(ScriptedAgent.Call(i, "find", ("mood", $"mood {i}")), "nothing");
        }

        using (FinOps.BeginRun())
        {
            await guarded.SendAsync(history);
            Assert.Single(guarded.Trips);
        }
    }

    [Fact]
    public async Task Arguments_and_results_that_are_objects_of_the_caller_are_compared_as_their_json_and_cannot_break_a_call()
    {
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked();
        for (int i = 0; i < 3; i++)
        {
            history.AddStep(ScriptedAgent.Call(i, "find", ("query", new { Name = "x", Broken = new Uri("a", UriKind.Relative) })), new Unreadable());
        }

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history);
        await guarded.SendAsync(history);

        Assert.Equal(GuardrailRule.RepeatedCall, Assert.Single(guarded.Trips).Rule);
    }

    private static Dictionary<string, object?> Parse(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(static property => property.Name, static property => (object?)property.Value);

    private sealed class Unreadable
    {
        private readonly TimeoutException _fault = new();

        public string Value => throw _fault;
    }
}
