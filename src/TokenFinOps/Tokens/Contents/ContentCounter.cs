using Microsoft.Extensions.AI;
using TokenFinOps.Tokens.Overheads;

namespace TokenFinOps.Tokens.Contents;

/// <summary>Counts messages and what they hold, for one model.</summary>
/// <remarks>Immutable and thread-safe. Content of kinds that are not known here is estimated widely, never left out and never refused.</remarks>
internal sealed class ContentCounter(FamilyCounter text, OverheadRules rules)
{
    private static readonly TokenCount UnknownContent = new(50, 2_000);

    private readonly MediaCounter _media = new(text, rules);

    /// <summary>Counts a message.</summary>
    public TokenCount Message(ChatMessage message)
    {
        TokenCount count = TokenCount.Zero;
        int results = 0;
        foreach (AIContent? content in message.Contents)
        {
            count += Content(content);
            results += content is FunctionResultContent ? 1 : 0;
        }

        // On the wire every result of a tool is a message of its own.
        for (int sent = 0; sent < Math.Max(1, results); sent++)
        {
            count += rules.Message;
        }

        return string.IsNullOrEmpty(message.AuthorName) ? count : count + rules.Author(message.AuthorName, text);
    }

    /// <summary>Counts a message of the system.</summary>
    public TokenCount Instructions(string? instructions) => string.IsNullOrEmpty(instructions) ? TokenCount.Zero : rules.Message + text.Count(instructions);

    /// <summary>Counts a content.</summary>
    public TokenCount Content(AIContent? content) => content switch
    {
        null or UsageContent => TokenCount.Zero,
        TextContent written => text.Count(written.Text),
        TextReasoningContent thought => Reasoning(thought),
        FunctionCallContent call => rules.ToolCall + text.Count(call.Name) + JsonCounter.CountArguments(call.Arguments, text),
        FunctionResultContent result => Result(result.Result),
        DataContent data => _media.Data(data),
        UriContent uri => _media.Remote(uri.MediaType, bytes: null, MediaCounter.DetailOf(uri)),
        HostedFileContent file => _media.Remote(file.MediaType, file.SizeInBytes, MediaCounter.DetailOf(file)),
        ErrorContent error => text.Count(error.Message),
        ToolApprovalRequestContent { ToolCall: { } call } => Content(call),
        ToolApprovalResponseContent => TokenCount.Zero,
        _ => UnknownContent,
    };

    // Reasoning that only the provider can read is sent back encrypted; what it holds can only be guessed from its length.
    private TokenCount Reasoning(TextReasoningContent thought) => thought switch
    {
        { Text.Length: > 0 } => text.Count(thought.Text),
        { ProtectedData: { Length: var length } } => TokenCount.About(length / 6.0, length / 2.0),
        _ => TokenCount.Zero,
    };

    private TokenCount Result(object? result) => result switch
    {
        null => TokenCount.Zero,
        string written => text.Count(written),
        AIContent content => Content(content),
        IEnumerable<AIContent> contents => contents.Aggregate(TokenCount.Zero, (sum, content) => sum + Content(content)),
        _ => JsonCounter.CountValue(result, text),
    };
}
