using System.Text.Json;

namespace QuickStart.Server;

/// <summary>A chat completion request that passed validation.</summary>
internal sealed record ChatRequest
{
    public required ServedModel Model { get; init; }

    public required IReadOnlyList<ChatTurn> Turns { get; init; }

    public IReadOnlyList<ToolSpec> Tools { get; init; } = [];

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public int? MaxOutputTokens { get; init; }

    /// <summary>Gets the tool that must be called, <c>required</c> for any, <c>none</c>, or <c>auto</c>.</summary>
    public string ToolChoice { get; init; } = "auto";

    /// <summary>Gets a value indicating whether the answer must be JSON.</summary>
    public bool AnswersJson { get; init; }

    /// <summary>Gets the schema that the answer must satisfy.</summary>
    public JsonElement? AnswerSchema { get; init; }

    public string ReasoningEffort { get; init; } = "medium";

    public string ServiceTier { get; init; } = "default";

    public int Seed { get; init; }

    /// <summary>Gets what the system asks for.</summary>
    public string Instructions => Turns.FirstOrDefault(static turn => turn.Role is "system" or "developer")?.Text ?? string.Empty;

    /// <summary>Gets what the user last said.</summary>
    public string Question => Turns.LastOrDefault(static turn => turn.Role == "user")?.Text ?? string.Empty;
}
