using Microsoft.Extensions.AI;

namespace TokenFinOps.Compression.Prompts;

/// <summary>One content of a prompt, with the forms that it can be sent in.</summary>
internal sealed class PromptBlock(int message, int content, long tokens)
{
    public int Message => message;

    public int Content => content;

    /// <summary>Gets the tokens as it came.</summary>
    public long Tokens => tokens;

    /// <summary>Gets the tool result that may be changed, or <see langword="null"/>.</summary>
    public FunctionResultContent? Result { get; init; }

    /// <summary>Gets the text that may be cut, or <see langword="null"/>.</summary>
    public TextContent? Context { get; init; }

    /// <summary>Gets the text as it would be sent, when <see cref="Result"/> or <see cref="Context"/> is set.</summary>
    public string Wire { get; init; } = string.Empty;

    /// <summary>Gets what a person asked last before it.</summary>
    public string Question { get; init; } = string.Empty;

    /// <summary>Gets the name of the tool, when the call is part of the prompt.</summary>
    public string? Tool { get; init; }

    public BlockText? Short { get; set; }

    public BlockText? Stub { get; set; }

    /// <summary>Gets or sets why it is sent as it came although it looked as if it could be shortened.</summary>
    public string? Reason { get; set; }
}
