using Microsoft.Extensions.AI;

namespace TokenFinOps.Tokens.Overheads;

/// <summary>What a provider counts besides the text itself.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal abstract class OverheadRules
{
    /// <summary>Gets the tokens of audio per second.</summary>
    public virtual int AudioTokensPerSecond => 25;

    /// <summary>Gets the tokens of video per second, sound included.</summary>
    public virtual int VideoTokensPerSecond => 300;

    /// <summary>Gets the tokens of a page of a document, text and picture of it together.</summary>
    public virtual TokenCount Page => new(1_500, 4_500);

    /// <summary>Gets what every request costs, empty or not.</summary>
    public abstract TokenCount Request { get; }

    /// <summary>Gets what a message costs around its content, its role included.</summary>
    public abstract TokenCount Message { get; }

    /// <summary>Gets what a call of a tool costs around its name and arguments.</summary>
    public abstract TokenCount ToolCall { get; }

    /// <summary>Gets what the name of a message's author costs.</summary>
    public virtual TokenCount Author(string name, in FamilyCounter text) => TokenCount.Zero;

    /// <summary>Gets what a function costs whose description is sent along.</summary>
    public abstract TokenCount Function(AIFunctionDeclaration function, in FamilyCounter text);

    /// <summary>Gets what tools cost together, whichever they are.</summary>
    public abstract TokenCount AnyTools(ChatToolMode? mode);

    /// <summary>Gets what an image costs.</summary>
    /// <param name="size">Its size, when it could be read.</param>
    /// <param name="detail">How closely the caller wants it looked at.</param>
    public abstract TokenCount Image(ImageSize? size, ImageDetail detail);

    /// <summary>Gets what a tool costs that the provider runs itself, such as its web search.</summary>
    /// <remarks>Not published by anyone: a description of a few hundred tokens is what was seen.</remarks>
    public virtual TokenCount HostedTool => new(200, 1_000);

    /// <summary>Takes a description that is sent as JSON: its text, and the marks and line breaks that a template may add.</summary>
    protected static TokenCount AsJson(TokenCount json) => TokenCount.About(json.Tokens + 10, (1.4 * json.AtMost) + 20);
}
