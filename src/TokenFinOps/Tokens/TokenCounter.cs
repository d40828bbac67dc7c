using System.Buffers;
using Microsoft.Extensions.AI;
using TokenFinOps.Tokens.Contents;
using TokenFinOps.Tokens.Encodings;
using TokenFinOps.Tokens.Overheads;

namespace TokenFinOps.Tokens;

/// <summary>Counts with the models' own tokenizers where they are public, and estimates where they are not.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>Text for OpenAI's models is counted with o200k_base or cl100k_base, which are loaded when first needed and shared by the process;
/// text for any other model is estimated by <see cref="TokenEstimator"/>.</description></item>
/// <item><description>The count of a text is remembered by the text's content, so that of a growing conversation only what is new is tokenized.</description></item>
/// <item><description>What surrounds the text (messages, tools, images) is added by the provider's published rules, or a documented guess, and the bound says which.</description></item>
/// </list>
/// <para>
/// Not in the count, since only the provider knows: the earlier turns of a conversation that it keeps (<see cref="ChatOptions.ConversationId"/>), its hidden
/// reasoning, what its own tools read. Thread-safe; keep one for the life of the application.
/// </para>
/// </remarks>
public sealed class TokenCounter : ITokenCounter
{
    private readonly TokenEncodings _encodings;
    private readonly TextCounter _texts;

    /// <summary>Initializes a new instance of the <see cref="TokenCounter"/> class. Nothing is loaded yet.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    public TokenCounter(TokenCounterOptions? options = null)
        : this(options ?? new TokenCounterOptions(), TokenEncodings.Shared)
    {
    }

    internal TokenCounter(TokenCounterOptions options, TokenEncodings encodings)
    {
        _encodings = encodings;
        _texts = new TextCounter(options, encodings);
    }

    /// <summary>Loads the tokenizer of a model ahead of its first call, on the thread pool. Call it at start-up.</summary>
    /// <param name="model">The model's name. The default is any that o200k_base serves.</param>
    /// <param name="cancellationToken">Ends the wait; what is being loaded is loaded all the same.</param>
    /// <returns>A task that ends when the tokenizer is in memory; at once when the model's is not public.</returns>
    public Task PreloadAsync(string model = "gpt-5", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _encodings.Of(ModelFamilies.Of(model, provider: default))?.LoadAsync(cancellationToken) ?? Task.CompletedTask;
    }

    /// <inheritdoc/>
    public TokenCount CountText(ReadOnlySpan<char> text, string? model = null, string? provider = null) => _texts.Count(text, ModelFamilies.Of(model, provider));

    /// <inheritdoc/>
    public TokenCount CountInput(IEnumerable<ChatMessage> messages, ChatOptions? options = null, string? model = null, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        string name = model ?? options?.ModelId ?? string.Empty;
        var text = new FamilyCounter(_texts, ModelFamilies.Of(name, provider));
        OverheadRules rules = OverheadRuleSets.For(text.Family, name);
        var contents = new ContentCounter(text, rules);

        TokenCount count = rules.Request + contents.Instructions(options?.Instructions);
        foreach (ChatMessage? message in messages)
        {
            count += message is null ? TokenCount.Zero : contents.Message(message);
        }

        return options is null ? count : count + ToolCounter.Tools(options, text, rules) + ToolCounter.Schema(options.ResponseFormat, text);
    }

    /// <inheritdoc/>
    public TokenCount CountOutput(IEnumerable<AIContent> contents, string? model = null, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(contents);
        string name = model ?? string.Empty;
        var text = new FamilyCounter(_texts, ModelFamilies.Of(name, provider));
        var counter = new ContentCounter(text, OverheadRuleSets.For(text.Family, name));

        TokenCount count = TokenCount.Zero;
        var joined = new ArrayBufferWriter<char>();
        Type? joinedKind = null;
        foreach (AIContent? content in contents)
        {
            string? piece = Piece(content);
            if (joinedKind is not null && (piece is null || content!.GetType() != joinedKind))
            {
                count += text.Count(joined.WrittenSpan);
                joined.Clear();
            }

            joinedKind = piece is null ? null : content!.GetType();
            joined.Write(piece);
            count += piece is null ? counter.Content(content) : TokenCount.Zero;
        }

        return count + text.Count(joined.WrittenSpan);
    }

    // A stream delivers text a few letters at a time, and a token may be in two pieces.
    private static string? Piece(AIContent? content) => content switch
    {
        TextContent written => written.Text,
        TextReasoningContent { Text.Length: > 0 } thought => thought.Text,
        _ => null,
    };
}
