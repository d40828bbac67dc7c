using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Compression;

namespace TokenFinOps.Tests.Compression;

/// <summary>Conversations with tools, as function invocation makes them.</summary>
internal static class ToolConversation
{
    public static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement.Clone();

    /// <summary>A list of flights that is long enough to be worth a stub.</summary>
    public static JsonElement Flights(int seed, int count = 12) => JsonSerializer.SerializeToElement(
        Enumerable.Range(0, count).Select(i => new { flight = $"HAT{(seed * 100) + i:000}", origin = "DEN", destination = "LAS", seats = (seed * 7) + i, price = 100.50m + i }));

    /// <summary>A question, and for every result a call of <c>search</c> with it.</summary>
    public static List<ChatMessage> Of(params IEnumerable<object?> results)
    {
        List<ChatMessage> messages = [new(ChatRole.System, "You book flights."), new(ChatRole.User, "Which one is cheapest?")];
        int call = 0;
        foreach (object? result in results)
        {
            string id = $"call_{++call}";
            messages.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(id, "search")]));
            messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(id, result)]));
        }

        return messages;
    }

    /// <summary>A conversation whose first result has a long answer behind it by the time a second one takes its place among the newest: leaving it out makes the cache read the answer anew.</summary>
    public static List<ChatMessage> WithLongAnswer() =>
    [
        .. Of(Flights(1)),
        new(ChatRole.Assistant, string.Concat(Enumerable.Repeat("The first one is the cheapest. ", 2_000))),
        new(ChatRole.User, "And the weather?"),
        new(ChatRole.Assistant, [new FunctionCallContent("call_2", "weather")]),
        new(ChatRole.Tool, [new FunctionResultContent("call_2", "It rains.")]),
    ];

    public static string[] ResultsOf(IEnumerable<ChatMessage> messages) =>
        [.. messages.SelectMany(static message => message.Contents).OfType<FunctionResultContent>().Select(static result => result.Result as string ?? result.Result?.ToString() ?? string.Empty)];

    public static ChatOptions WithRestore(PromptCompressor compressor) => new() { Tools = [compressor.RestoreFunction] };
}
