using Microsoft.Extensions.AI;
using TokenFinOps.Tokens;

namespace TokenFinOps.Onnx.Tests.Fakes;

/// <summary>Counts what stands between spaces as one token.</summary>
internal sealed class WordCounter : ITokenCounter
{
    public TokenCount CountText(ReadOnlySpan<char> text, string? model = null, string? provider = null) =>
        TokenCount.Exactly(text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);

    public TokenCount CountInput(IEnumerable<ChatMessage> messages, ChatOptions? options = null, string? model = null, string? provider = null) =>
        throw new NotSupportedException("Only texts are counted here.");

    public TokenCount CountOutput(IEnumerable<AIContent> contents, string? model = null, string? provider = null) =>
        throw new NotSupportedException("Only texts are counted here.");
}
