using System.Text.Json;
using QuickStart.Server.Answers;

namespace QuickStart.Server;

/// <summary>Writes chat completions in OpenAI's wire format, whole or as the chunks of a stream.</summary>
internal sealed class CompletionJson(ChatRequest request, string id, long created, int promptTokens, int cachedTokens)
{
    public byte[] Whole(Answer answer) => Write("chat.completion", writer =>
    {
        StartChoice(writer);
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        writer.WriteString("content", answer.ToolName is null ? answer.Text : null);
        writer.WriteNull("refusal");
        if (answer.ToolName is not null)
        {
            WriteToolCall(writer, answer, index: null);
        }

        writer.WriteEndObject();
        EndChoice(writer, answer.FinishReason);
        WriteUsage(writer, answer);
    });

    public byte[] RoleChunk() => Delta(null, static writer =>
    {
        writer.WriteString("role", "assistant");
        writer.WriteString("content", string.Empty);
    });

    public byte[] TextChunk(string piece) => Delta(null, writer => writer.WriteString("content", piece));

    public byte[] ToolChunk(Answer answer) => Delta(null, writer => WriteToolCall(writer, answer, index: 0));

    public byte[] FinishChunk(Answer answer) => Delta(answer.FinishReason, static _ => { });

    /// <summary>Writes the last chunk, which has usage and no choice.</summary>
    public byte[] UsageChunk(Answer answer) => Write("chat.completion.chunk", writer =>
    {
        writer.WriteStartArray("choices");
        writer.WriteEndArray();
        WriteUsage(writer, answer);
    });

    private byte[] Delta(string? finishReason, Action<Utf8JsonWriter> write) => Write("chat.completion.chunk", writer =>
    {
        StartChoice(writer);
        writer.WriteStartObject("delta");
        write(writer);
        writer.WriteEndObject();
        EndChoice(writer, finishReason);
        if (request.IncludeUsage)
        {
            writer.WriteNull("usage");
        }

    });

    private byte[] Write(string kind, Action<Utf8JsonWriter> write) => WireJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("object", kind);
        writer.WriteNumber("created", created);
        writer.WriteString("model", request.Model.ServedName);
        writer.WriteString("service_tier", request.ServiceTier);
        writer.WriteNull("system_fingerprint");
        write(writer);
        writer.WriteEndObject();
    });

    private static void StartChoice(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
    }

    private static void EndChoice(Utf8JsonWriter writer, string? finishReason)
    {
        writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", finishReason);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteToolCall(Utf8JsonWriter writer, Answer answer, int? index)
    {
        writer.WriteStartArray("tool_calls");
        writer.WriteStartObject();
        if (index is { } position)
        {
            writer.WriteNumber("index", position);
        }

        writer.WriteString("id", answer.ToolCallId);
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        writer.WriteString("name", answer.ToolName);
        writer.WriteString("arguments", answer.ToolArguments);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteUsage(Utf8JsonWriter writer, Answer answer)
    {
        int completion = answer.VisibleTokens + answer.ReasoningTokens;
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", promptTokens);
        writer.WriteNumber("completion_tokens", completion);
        writer.WriteNumber("total_tokens", promptTokens + completion);
        writer.WriteStartObject("prompt_tokens_details");
        writer.WriteNumber("cached_tokens", cachedTokens);
        writer.WriteNumber("audio_tokens", 0);
        writer.WriteEndObject();
        writer.WriteStartObject("completion_tokens_details");
        writer.WriteNumber("reasoning_tokens", answer.ReasoningTokens);
        writer.WriteNumber("audio_tokens", 0);
        writer.WriteNumber("accepted_prediction_tokens", 0);
        writer.WriteNumber("rejected_prediction_tokens", 0);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
