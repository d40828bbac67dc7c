namespace QuickStart.Server.Answers;

/// <summary>What the model answers, and what it took.</summary>
internal sealed record Answer
{
    public string Text { get; init; } = string.Empty;

    /// <summary>Gets the function to call instead of answering.</summary>
    public string? ToolName { get; init; }

    /// <summary>Gets the id that the tool's result will refer to. It becomes part of the next prompt, so it is no more random than the rest.</summary>
    public string ToolCallId { get; init; } = string.Empty;

    public string ToolArguments { get; init; } = "{}";

    /// <summary>Gets the tokens of thinking that are billed as output and not shown.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>Gets the tokens that are shown.</summary>
    public int VisibleTokens { get; init; }

    public string FinishReason { get; init; } = "stop";
}
