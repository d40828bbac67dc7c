using System.Net;
using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

public sealed class RepeatedAnswerTests
{
    [Theory]
    [InlineData("I am afraid that I cannot help with that.", true)]
    [InlineData("Yes.", false)]
    public async Task The_same_answer_four_times_in_a_conversation_is_a_loop_unless_it_is_a_word(string answer, bool trips)
    {
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked();

        using var run = FinOps.BeginRun();
        for (int i = 0; i < 4; i++)
        {
            await guarded.SendAsync(history);
            history.Add(new ChatMessage(ChatRole.Assistant, answer));
            history.Add(new ChatMessage(ChatRole.User, $"And {new string('n', i + 1)}ow?"));
        }

        Assert.Empty(guarded.Trips);
        await guarded.SendAsync(history);
        Assert.Equal(trips, guarded.Trips is [{ Rule: GuardrailRule.RepeatedAnswer, Value: 4 }]);
    }

    [Fact]
    public async Task Requests_that_have_nothing_to_do_with_each_other_may_have_the_same_answer()
    {
        var guarded = new GuardedClient(TestChatClient.Answering("This text is about something positive."));

        using var run = FinOps.BeginRun();
        for (int i = 0; i < 10; i++)
        {
            await guarded.SendAsync([new(ChatRole.System, "Classify."), new(ChatRole.User, $"text {new string('x', i)}")]);
        }

        Assert.Empty(guarded.Trips);
    }

    [Theory]
    [InlineData("Error: the flight is full, ref {0}")]
    [InlineData("""{{"isError":true,"content":"no such order {0}"}}""")]
    [InlineData("""{{"error":{{"code":{0}}}}}""")]
    public async Task Five_failures_of_tools_in_a_row_are_too_many(string failure)
    {
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked();

        using var run = FinOps.BeginRun();
        for (int i = 0; i < 5; i++)
        {
            Assert.Empty(guarded.Trips);
            history.AddStep(ScriptedAgent.Call(i, "book", ("seat", i)), string.Format(null, failure, i));
            await guarded.SendAsync(history);
        }

        GuardrailTrip trip = Assert.Single(guarded.Trips);
        Assert.Equal((GuardrailRule.RepeatedError, "tool book"), (trip.Rule, trip.Evidence));
    }

    [Fact]
    public async Task A_success_in_between_begins_the_count_anew()
    {
        var guarded = new GuardedClient(TestChatClient.Answering());
        List<ChatMessage> history = ScriptedAgent.Asked();
        for (int i = 0; i < 9; i++)
        {
            history.AddStep(ScriptedAgent.Call(i, "book", ("seat", i)), i == 4 ? "errors: none" : "Error: full");
        }

        using var run = FinOps.BeginRun();
        await guarded.SendAsync(history);

        Assert.Empty(guarded.Trips);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Five_failures_of_the_provider_in_a_row_are_too_many(bool streaming)
    {
        var provider = new TestChatClient
        {
            Respond = static (_, _, _) => throw new HttpRequestException("down", null, HttpStatusCode.ServiceUnavailable),
            Stream = static (_, _, _) => throw new HttpRequestException("down", null, HttpStatusCode.ServiceUnavailable),
        };
        var guarded = new GuardedClient(provider, static options => options.OnLoops(GuardrailAction.Stop));

        using var run = FinOps.BeginRun();
        for (int retry = 0; retry < 5; retry++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => guarded.CallAsync(streaming));
        }

        Assert.Equal(GuardrailRule.RepeatedError, (await guarded.RefusedAsync(streaming)).Rule);
        Assert.Equal(5, provider.Calls);
    }
}
