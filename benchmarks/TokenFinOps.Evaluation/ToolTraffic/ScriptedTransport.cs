using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.ToolTraffic;

/// <summary>The far end of an HTTP client: answers as OpenAI's chat completions with the messages of a recorded run, one after the other, and keeps the bodies that were sent.</summary>
internal sealed class ScriptedTransport : HttpMessageHandler
{
    private readonly Queue<ChatMessage> _answers = [];

    public List<byte[]> Bodies { get; } = [];

    public void Say(IEnumerable<ChatMessage> answers)
    {
        foreach (ChatMessage answer in answers)
        {
            _answers.Enqueue(answer);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Bodies.Add(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Completion(_answers.Dequeue()), Encoding.UTF8, "application/json") };
    }

    private static string Completion(ChatMessage answer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            FunctionCallContent[] calls = [.. answer.Contents.OfType<FunctionCallContent>()];
            json.WriteStartObject();
            json.WriteString("id", "chatcmpl-1");
            json.WriteString("object", "chat.completion");
            json.WriteNumber("created", 1);
            json.WriteString("model", LosslessFigures.Model);
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteString("finish_reason", calls.Length > 0 ? "tool_calls" : "stop");
            json.WriteStartObject("message");
            json.WriteString("role", "assistant");
            json.WriteString("content", answer.Text);
            Write(json, calls);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartObject("usage");
            json.WriteNumber("prompt_tokens", 1);
            json.WriteNumber("completion_tokens", 1);
            json.WriteNumber("total_tokens", 2);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, FunctionCallContent[] calls)
    {
        if (calls.Length == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls");
        foreach (FunctionCallContent call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.CallId);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", JsonSerializer.Serialize(call.Arguments));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
