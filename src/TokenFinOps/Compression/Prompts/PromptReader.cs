using Microsoft.Extensions.AI;
using TokenFinOps.Compression.Compaction;
using TokenFinOps.Compression.Gate;
using TokenFinOps.Compression.Lossless;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Prompts;

/// <summary>Takes a prompt apart into its contents, and says which of them may be changed.</summary>
/// <remarks>
/// Only tool results and marked contexts may: never instructions, schemas, calls, reasoning, or what a person wrote. A message or content that carries the provider's own object
/// is sent from that object, so that a change would be lost, or the two would differ.
/// </remarks>
internal sealed class PromptReader(PromptCompressionOptions options, ITokenCounter counter, CompressionTarget target)
{
    private readonly Dictionary<string, string> _tools = new(StringComparer.Ordinal);
    private string _question = string.Empty;

    /// <summary>Gets every call of the model that the prompt tells of, and the one to come. Their parts are contents.</summary>
    public List<PlannedCall> Calls { get; } = [];

    public List<PromptBlock> Read(IReadOnlyList<ChatMessage> messages)
    {
        var blocks = new List<PromptBlock>();
        bool isAnswer = false;
        var rest = default(ConversationRest);
        for (int message = 0; message < messages.Count; message++)
        {
            // An answer may be several messages; the call that it answers ended before the first of them.
            if (messages[message].Role == ChatRole.Assistant && !isAnswer)
            {
                Calls.Add(new PlannedCall(blocks.Count, rest.EndWithCall()));
            }

            rest.Add(messages[message]);
            isAnswer = messages[message].Role == ChatRole.Assistant;
            _question = QuestionOf(messages[message]) ?? _question;
            IList<AIContent> contents = messages[message].Contents;
            for (int content = 0; content < contents.Count; content++)
            {
                blocks.Add(BlockOf(messages[message], contents[content], message, content));
            }
        }

        Calls.Add(new PlannedCall(blocks.Count, rest.EndWithCall()));
        return blocks;
    }

    private PromptBlock BlockOf(ChatMessage message, AIContent content, int messageIndex, int contentIndex)
    {
        if (content is FunctionCallContent { CallId: not null } call)
        {
            _tools[call.CallId] = call.Name;
        }

        if ((options.MaxContextTokens is not null || options.PruneWords) && message.RawRepresentation is null && PromptContext.IsMarked(content))
        {
            var context = (TextContent)content;
            return new PromptBlock(messageIndex, contentIndex, Count(context.Text)) { Context = context, Wire = context.Text, Question = _question };
        }

        if (content is not FunctionResultContent { RawRepresentation: null, CallId: not null } result || message.RawRepresentation is not null)
        {
            return new PromptBlock(messageIndex, contentIndex, CountOf(content));
        }

        string? tool = _tools.GetValueOrDefault(result.CallId);
        if (tool is not null && options.ExcludedTools.Contains(tool))
        {
            return new PromptBlock(messageIndex, contentIndex, CountOf(content));
        }

        string? wire = WireText.Of(result.Result);
        return wire switch
        {
            null => new PromptBlock(messageIndex, contentIndex, CountOf(content)) { Reason = result.Result is null ? null : "It cannot be written as text." },
            _ when wire.Length > options.MaxTextLength => new PromptBlock(messageIndex, contentIndex, Count(wire)) { Reason = $"Its {wire.Length} characters are more than MaxTextLength." },
            _ => new PromptBlock(messageIndex, contentIndex, Count(wire)) { Result = result, Wire = wire, Tool = tool, Question = _question },
        };
    }

    // What the question brings along is not the question, and neither is what was said of earlier ones.
    private static string? QuestionOf(ChatMessage message)
    {
        if (message.Role != ChatRole.User || SummaryMessage.Is(message))
        {
            return null;
        }

        string asked = string.Join('\n', message.Contents.Where(static content => !PromptContext.IsMarked(content)).OfType<TextContent>().Select(static content => content.Text));
        return string.IsNullOrWhiteSpace(asked) ? null : asked;
    }

    private long CountOf(AIContent content) => content is TextContent text ? Count(text.Text) : counter.CountOutput([content], target.Model, target.Provider).Tokens;

    private long Count(string text) => counter.CountText(text, target.Model, target.Provider).Tokens;
}
