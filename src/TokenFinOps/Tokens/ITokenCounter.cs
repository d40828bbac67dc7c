using Microsoft.Extensions.AI;

namespace TokenFinOps.Tokens;

/// <summary>Counts the tokens of a call before it is made, or of one whose provider reported no usage.</summary>
/// <remarks>
/// Implementations are thread-safe and never throw on what a message holds: odd content is estimated, and the count's
/// <see cref="TokenCount.AtMost"/> says so. The model and the provider decide the tokenizer and the rules; names may carry a gateway's prefix
/// (<c>openrouter/openai/gpt-4o</c>), and <see langword="null"/> means unknown.
/// </remarks>
public interface ITokenCounter
{
    /// <summary>Counts the tokens of a text on its own, without any message around it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="provider">The provider's name, e.g. <c>openai</c>; it decides where the model's name does not.</param>
    /// <returns>The count.</returns>
    TokenCount CountText(ReadOnlySpan<char> text, string? model = null, string? provider = null);

    /// <summary>Counts what is billed as input when these messages are sent with these options.</summary>
    /// <param name="messages">The messages. They are enumerated once.</param>
    /// <param name="options">The options, for their instructions, tools and response format.</param>
    /// <param name="model">The model's name. The default is the one in <paramref name="options"/>.</param>
    /// <param name="provider">The provider's name; it decides where the model's name does not.</param>
    /// <returns>The count.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is <see langword="null"/>.</exception>
    TokenCount CountInput(IEnumerable<ChatMessage> messages, ChatOptions? options = null, string? model = null, string? provider = null);

    /// <summary>Counts what is billed as output when a model has produced these contents.</summary>
    /// <remarks>Neighbouring pieces of text are joined first, so the contents of a stream's updates can be passed as they came.</remarks>
    /// <param name="contents">The contents that arrived, in order. They are enumerated once.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="provider">The provider's name; it decides where the model's name does not.</param>
    /// <returns>The count. Reasoning that the provider hides is not in it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="contents"/> is <see langword="null"/>.</exception>
    TokenCount CountOutput(IEnumerable<AIContent> contents, string? model = null, string? provider = null);
}
