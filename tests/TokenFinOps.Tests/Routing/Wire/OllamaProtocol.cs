using System.Text.Json;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary><c>/api/chat</c> of Ollama: a JSON object, or one a line.</summary>
internal sealed class OllamaProtocol : IWireProtocol
{
    public string Path => "api/chat";

    public string StreamType => "application/x-ndjson";

    public bool IsStreaming(JsonElement body) => !body.TryGetProperty("stream", out JsonElement stream) || stream.GetBoolean();

    public string Whole(WireAnswer answer) => Done(answer, Message(answer, answer.Text));

    public string Opening(WireAnswer answer) => "";

    public IEnumerable<string> Parts(WireAnswer answer) => answer.CallsTool ? [Part(answer, "")] : answer.Words.Select(word => Part(answer, word));

    public string Closing(WireAnswer answer) => Done(answer, new { role = "assistant", content = "" });

    public string Nothing(WireAnswer answer) => "\n";

    // Ollama's errors have no code.
    public string Error(string code, string message) => JsonSerializer.Serialize(new { error = message });

    public string ErrorPart(string message) => Error("", message) + "\n";

    public string Malformed(bool isStreaming) => """{"model":"llama3.2","message":{"rol""" + "\n";

    private static string Part(WireAnswer answer, string word) =>
        Line(new { model = answer.Request.Model, created_at = "2026-03-10T12:00:00Z", message = Message(answer, word), done = false });

    private static object Message(WireAnswer answer, string content) => answer.CallsTool
        ? new { role = "assistant", content = "", tool_calls = new[] { new { function = new { name = "weather", arguments = new { city = WireAnswer.City } } } } }
        : new { role = "assistant", content };

    private static string Done(WireAnswer answer, object message) => Line(new
    {
        model = answer.Request.Model,
        created_at = "2026-03-10T12:00:01Z",
        message,
        done = true,
        done_reason = "stop",
        prompt_eval_count = WireAnswer.Input,
        eval_count = WireAnswer.Output,
    });

    private static string Line(object value) => JsonSerializer.Serialize(value) + "\n";
}
