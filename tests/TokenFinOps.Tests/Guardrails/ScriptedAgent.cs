using Microsoft.Extensions.AI;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Guardrails;

/// <summary>A model that calls tools as a test says, and an agent that lets it.</summary>
internal static class ScriptedAgent
{
    /// <summary>Makes a model of which every call is answered by its number, from 0.</summary>
    /// <param name="next">What it says; told whether it may call tools.</param>
    public static TestChatClient Model(Func<int, bool, AIContent> next)
    {
        int call = 0;
        ChatResponse Answer(ChatOptions? options)
        {
            bool mayCall = options is { Tools.Count: > 0 } && options.ToolMode is not NoneChatToolMode;
            int number = call++;
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, [next(number, mayCall)]))
            {
                ModelId = "gpt-test",
                ResponseId = $"response-{number}",
                Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
            };
        }

        return new TestChatClient
        {
            Respond = (_, options, _) => Task.FromResult(Answer(options)),
            Stream = (_, options, _) => Answer(options).ToChatResponseUpdates().ToAsyncEnumerable(),
        };
    }

    /// <summary>Makes a model that calls one tool again and again for as long as it may, and then answers.</summary>
    public static TestChatClient Stubborn(string tool = "get_order", string answer = "The order is still pending.") =>
        Model((number, mayCall) => mayCall ? Call(number, tool) : new TextContent(answer));

    public static FunctionCallContent Call(int number, string tool, params (string Name, object? Value)[] arguments) =>
        new($"call-{number}", tool, arguments.ToDictionary(static argument => argument.Name, static argument => argument.Value));

    public static ChatOptions Tools(params string[] names) => new()
    {
        MaxOutputTokens = 100,
        Tools = [.. names.Select(static name => AIFunctionFactory.Create(static () => "pending", name))],
    };

    /// <summary>Adds a call and its result to a history.</summary>
    public static void AddStep(this List<ChatMessage> history, FunctionCallContent call, object? result, string? said = null)
    {
        history.Add(new ChatMessage(ChatRole.Assistant, said is null ? [call] : [new TextContent(said), call]));
        history.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
    }

    public static List<ChatMessage> Asked(string question = "Where is my order?") =>
        [new(ChatRole.System, "You help with orders."), new(ChatRole.User, question)];
}
