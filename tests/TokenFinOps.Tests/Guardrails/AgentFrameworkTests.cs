using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger;

namespace TokenFinOps.Tests.Guardrails;

/// <summary>Microsoft Agent Framework puts function invocation around the client that it is given.</summary>
public sealed class AgentFrameworkTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_of_the_agent_framework_is_wrapped_up(bool streaming)
    {
        var guarded = new GuardedClient(ScriptedAgent.Stubborn(answer: "It is pending."), static options => options.OnLoops(GuardrailAction.WrapUp));

        using var run = FinOps.BeginRun();
        Assert.Equal("It is pending.", await AskAsync(guarded, streaming));

        Assert.Equal(4, (await guarded.EntriesAsync(LedgerEntryKind.Attempt)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_of_the_agent_framework_is_stopped(bool streaming)
    {
        var guarded = new GuardedClient(ScriptedAgent.Stubborn(), static options => options.OnLoops(GuardrailAction.Stop));

        using var run = FinOps.BeginRun();
        var stopped = await Assert.ThrowsAsync<RunawayStoppedException>(() => AskAsync(guarded, streaming));

        Assert.Equal(GuardrailRule.RepeatedCall, stopped.Rule);
    }

    [Fact]
    public async Task Turns_of_one_session_are_one_conversation()
    {
        var guarded = new GuardedClient(ScriptedAgent.Model(static (number, _) => number % 2 == 0 ? ScriptedAgent.Call(number, "get_order") : new TextContent($"turn {number}")));
        AIAgent agent = AgentOf(guarded);
        AgentSession session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);

        using var run = FinOps.BeginRun();
        string[] questions = ["Where is it?", "Still nothing?", "Please look once more.", "And what about now?", "I am losing patience.", "This is the last time."];
        foreach (string question in questions)
        {
            await agent.RunAsync(question, session, cancellationToken: TestContext.Current.CancellationToken);
        }

        // Each turn before the latest counts half.
        Assert.Equal((GuardrailRule.RepeatedCall, 3m), (Assert.Single(guarded.Trips).Rule, guarded.Trips[0].Value));
    }

    private static async Task<string> AskAsync(GuardedClient guarded, bool streaming)
    {
        AIAgent agent = AgentOf(guarded);
        if (!streaming)
        {
            return (await agent.RunAsync("Where is my order?", cancellationToken: TestContext.Current.CancellationToken)).Text;
        }

        return string.Concat(await agent.RunStreamingAsync("Where is my order?", cancellationToken: TestContext.Current.CancellationToken)
            .Select(static update => update.Text).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static ChatClientAgent AgentOf(GuardedClient guarded) => new(guarded.Client, "You help with orders.", tools: ScriptedAgent.Tools("get_order").Tools);
}
