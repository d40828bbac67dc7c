using System.Text.Json;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>Chat completions of OpenAI, and of everything that is compatible with it.</summary>
internal sealed class OpenAIProtocol : IWireProtocol
{
    private const string Arguments = $$"""{"city":"{{WireAnswer.City}}"}""";

    private static readonly object Usage = new
    {
        prompt_tokens = WireAnswer.Input,
        completion_tokens = WireAnswer.Output,
        total_tokens = WireAnswer.Input + WireAnswer.Output,
        prompt_tokens_details = new { cached_tokens = WireAnswer.Cached },
    };

    public string Path => "v1/chat/completions";

    public string StreamType => "text/event-stream";

    public bool IsStreaming(JsonElement body) => body.TryGetProperty("stream", out JsonElement stream) && stream.GetBoolean();

    public string Whole(WireAnswer answer) => Completion(answer, "chat.completion", Usage, Choice(answer));

    public string Opening(WireAnswer answer) => Chunk(answer, new { role = "assistant", content = "" });

    public IEnumerable<string> Parts(WireAnswer answer)
    {
        if (!answer.CallsTool)
        {
            return answer.Words.Select(word => Chunk(answer, new { content = word }));
        }

        return
        [
            Chunk(answer, Call(new { index = 0, id = IdOfCall(answer), type = "function", function = new { name = "weather", arguments = "" } })),
            Chunk(answer, Call(new { index = 0, function = new { arguments = Arguments[..5] } })),
            Chunk(answer, Call(new { index = 0, function = new { arguments = Arguments[5..] } })),
        ];

        static object Call(object call) => new { tool_calls = new[] { call } };
    }

    public string Closing(WireAnswer answer) =>
        Chunk(answer, new { }, answer.CallsTool ? "tool_calls" : "stop") + (WantsUsage(answer) ? Event(Completion(answer, "chat.completion.chunk", Usage)) : "") + "data: [DONE]\n\n";

    public string Nothing(WireAnswer answer) => answer.Request.IsStreaming ? "data: [DONE]\n\n" : Completion(answer, "chat.completion", Usage);

    public string Error(string code, string message) => JsonSerializer.Serialize(new { error = new { message, type = "invalid_request_error", param = "messages", code } });

    public string ErrorPart(string message) => Event(Error("overloaded", message));

    public string Malformed(bool isStreaming) => isStreaming ? "data: {\"id\": oops\n\n" : """{"id":"chatcmpl-1","choices":[{"mess""";

    private static string IdOfCall(WireAnswer answer) => $"call-{answer.Request.Deployment}";

    private static bool WantsUsage(WireAnswer answer) =>
        answer.Request.Body.TryGetProperty("stream_options", out JsonElement options) && options.GetProperty("include_usage").GetBoolean();

    private static object Choice(WireAnswer answer) => answer.CallsTool
        ? new
        {
            index = 0,
            message = new
            {
                role = "assistant",
                content = (string?)null,
                tool_calls = new[] { new { id = IdOfCall(answer), type = "function", function = new { name = "weather", arguments = Arguments } } },
            },
            finish_reason = "tool_calls",
        }
        : new { index = 0, message = new { role = "assistant", content = answer.Text }, finish_reason = "stop" };

    private static string Chunk(WireAnswer answer, object delta, string? finishReason = null) =>
        Event(Completion(answer, "chat.completion.chunk", null, new { index = 0, delta, finish_reason = finishReason }));

    private static string Completion(WireAnswer answer, string kind, object? usage, params object[] choices) => JsonSerializer.Serialize(new
    {
        id = $"chatcmpl-{answer.Request.Deployment}",
        @object = kind,
        created = 1_773_144_000,
        model = answer.Request.Model,
        service_tier = answer.ServiceTier ?? "default",
        choices,
        usage,
    });

    private static string Event(string json) => $"data: {json}\n\n";
}
