using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Tests.Routing.Agreement;

/// <summary>Makes answers, and reads them.</summary>
internal static class Answers
{
    public static ChatResponse Text(string text) => new(new ChatMessage(ChatRole.Assistant, text));

    public static ChatResponse Calls(params FunctionCallContent[] calls) => new(new ChatMessage(ChatRole.Assistant, [.. calls]));

    public static FunctionCallContent Call(string name, string json, string id = "1") =>
        new(id, name, JsonElement.Parse(json).EnumerateObject().ToDictionary(static property => property.Name, static property => (object?)property.Value));

    public static ChatOptions Tools(params Delegate[] tools) => new() { Tools = [.. tools.Select(static tool => AIFunctionFactory.Create(tool))] };

    public static ChatOptions Json<T>() => new() { ResponseFormat = ChatResponseFormat.ForJsonSchema<T>() };

    public static string? Read(string text, AnswerKind kind = AnswerKind.Auto) => new AnswerComparer(new AnswerComparerOptions { Kind = kind }).Canonicalise(Text(text), null);

    public static bool Agree(string left, string right, AnswerKind kind = AnswerKind.Auto) => Read(left, kind) is { } read && read == Read(right, kind);

    public static bool Agree(ChatResponse left, ChatResponse right, ChatOptions? options = null) =>
        AnswerComparer.Default.Canonicalise(left, options) is { } read && read == AnswerComparer.Default.Canonicalise(right, options);
}
