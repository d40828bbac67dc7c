using Microsoft.Extensions.AI;
using TokenFinOps.Budgets;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Budgets;

public sealed class FunctionInvocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_loop_is_stopped_between_two_model_calls_when_the_budget_is_gone(bool streaming)
    {
        TestChatClient provider = CallingToolsForEver();
        var budgets = new TestBudgets(provider, Budget.ForApplication().Requests(3, BudgetWindow.Hour));
        int toolCalls = 0;
        using var client = new FunctionInvokingChatClient(budgets.Client);
        var options = new ChatOptions { MaxOutputTokens = 100, Tools = [AIFunctionFactory.Create(() => ++toolCalls, "look")] };

        await Assert.ThrowsAsync<BudgetExceededException>(() => TestMeter.CallAsync(client, streaming, options));

        Assert.Equal((3, 3), (provider.Calls, toolCalls));
        Assert.Equal(3m, (await budgets.StatusAsync()).Spent);
    }

    private static TestChatClient CallingToolsForEver()
    {
        int calls = 0;
        return new TestChatClient
        {
            Respond = (_, _, _) => Task.FromResult(ToolCall(++calls)),
            Stream = (_, _, _) => ToolCall(++calls).ToChatResponseUpdates().ToAsyncEnumerable(),
        };
    }

    private static ChatResponse ToolCall(int call) => new(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"call-{call}", "look")]))
    {
        ModelId = "gpt-test",
        FinishReason = ChatFinishReason.ToolCalls,
        Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 },
    };
}
