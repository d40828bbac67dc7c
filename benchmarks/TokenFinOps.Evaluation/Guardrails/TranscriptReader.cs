using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TokenFinOps.Evaluation.Guardrails;

/// <summary>Reads recorded agent runs: an array of runs with <c>task_id</c>, <c>trial</c>, <c>reward</c> and <c>traj</c>, a list of messages as the OpenAI API has them.</summary>
internal static class TranscriptReader
{
    /// <exception cref="EvaluationException">There is no such file, or it has another format.</exception>
    public static IReadOnlyList<AgentTranscript> Read(string path)
    {
        using JsonDocument file = DataFile.OpenJson(path);
        try
        {
            return [.. file.RootElement.EnumerateArray().Select(RunOf)];
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or JsonException)
        {
            throw new EvaluationException($"'{path}' does not hold agent runs with task_id, trial, reward and traj: {exception.Message}", exception);
        }
    }

    private static AgentTranscript RunOf(JsonElement run) => new(
        $"task {run.GetProperty("task_id")} trial {run.GetProperty("trial")}",
        [.. run.GetProperty("traj").EnumerateArray().Select(MessageOf)],
        run.GetProperty("reward").GetDecimal() >= 1);

    private static ChatMessage MessageOf(JsonElement message)
    {
        string text = message.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String ? content.GetString()! : string.Empty;
        string role = message.GetProperty("role").GetString()!;
        if (role == "tool")
        {
            return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(message.GetProperty("tool_call_id").GetString()!, text)]);
        }

        var read = new ChatMessage(new ChatRole(role), text);
        if (message.TryGetProperty("tool_calls", out JsonElement calls) && calls.ValueKind == JsonValueKind.Array)
        {
            read.Contents = [.. read.Contents, .. calls.EnumerateArray().Select(CallOf)];
        }

        return read;
    }

    private static FunctionCallContent CallOf(JsonElement call)
    {
        JsonElement function = call.GetProperty("function");
        return FunctionCallContent.CreateFromParsedArguments(
            function.GetProperty("arguments").GetString()!, call.GetProperty("id").GetString()!, function.GetProperty("name").GetString()!, ParseArguments);
    }

    private static Dictionary<string, object?> ParseArguments(string json)
    {
        using JsonDocument parsed = JsonDocument.Parse(json);
        return parsed.RootElement.EnumerateObject().ToDictionary(static property => property.Name, static property => (object?)property.Value.Clone());
    }
}
