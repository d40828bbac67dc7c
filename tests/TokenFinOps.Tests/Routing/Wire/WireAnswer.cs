namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>What a provider says: its deployment's name, or a call of the tool <c>weather</c> where there is one, and then what that returned.</summary>
/// <param name="Request">What is answered.</param>
/// <param name="ServiceTier">The tier in which it was served.</param>
internal sealed record WireAnswer(WireRequest Request, string? ServiceTier)
{
    public const int Input = 1_000;

    public const int Cached = 400;

    public const int Output = 100;

    public const string City = "Bern";

    public bool CallsTool => Request.HasTools && Request.ToolResult is null;

    /// <summary>Gets the text, in the parts in which it is streamed.</summary>
    public string[] Words => Request.ToolResult is { } result ? [Request.Deployment, ": ", result] : [Request.Deployment, " ", "answers"];

    public string Text => string.Concat(Words);
}
