namespace QuickStart.Server;

/// <summary>One message of a conversation.</summary>
internal sealed record ChatTurn(string Role, string Text, string? ToolCalls = null)
{
    /// <summary>Gets everything of the message that the model reads.</summary>
    public string PromptText => ToolCalls is null ? Text : Text + ToolCalls;
}
