using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Evaluation.Guardrails;

namespace TokenFinOps.Evaluation.ToolTraffic;

/// <summary>Reads what tools returned, as prompts that hold it: recorded runs, an object whose values are records, or an array of them.</summary>
internal static class ToolResults
{
    /// <summary>Gets the runs of a file, or nothing when it holds records.</summary>
    public static IReadOnlyList<AgentTranscript> RunsOf(string path)
    {
        using JsonDocument file = DataFile.OpenJson(path);
        bool isRuns = file.RootElement.ValueKind == JsonValueKind.Array && file.RootElement.EnumerateArray().All(static run => run.ValueKind == JsonValueKind.Object && run.TryGetProperty("traj", out _));
        return isRuns ? TranscriptReader.Read(path) : [];
    }

    /// <summary>Makes a prompt of every record of an object, or one of a whole array.</summary>
    public static IEnumerable<IReadOnlyList<ChatMessage>> PromptsOf(string path)
    {
        using JsonDocument file = DataFile.OpenJson(path);
        JsonElement root = file.RootElement.Clone();
        return root.ValueKind == JsonValueKind.Object ? [.. root.EnumerateObject().Select(static record => PromptOf(record.Value))] : [PromptOf(root)];
    }

    /// <summary>Gives a tool's result the type that Microsoft.Extensions.AI's functions give it: JSON, be it an object or a text.</summary>
    public static JsonElement Typed(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }

    private static IReadOnlyList<ChatMessage> PromptOf(JsonElement result) =>
    [
        new ChatMessage(ChatRole.User, "Look it up."),
        new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_1", "look_up")]),
        new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_1", result)]),
    ];
}
