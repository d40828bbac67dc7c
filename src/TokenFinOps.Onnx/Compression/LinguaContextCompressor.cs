using TokenFinOps.Compression;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Lets the prompt compressor shorten long texts by LLMLingua-2: set it as <see cref="PromptCompressionOptions.ContextCompressor"/>.</summary>
/// <remarks>
/// It does not look at the question: it suits transcripts and prose that is to be read as a whole. Where what is protected takes more than the limit, the text is sent as it came. Runs on
/// the thread that makes the call, once for a text. Thread-safe.
/// </remarks>
public sealed class LinguaContextCompressor : IContextCompressor
{
    private readonly LinguaCompressor _lingua;

    /// <summary>Initializes a new instance of the <see cref="LinguaContextCompressor"/> class.</summary>
    /// <param name="lingua">What drops the words. It is not disposed.</param>
    public LinguaContextCompressor(LinguaCompressor lingua)
    {
        ArgumentNullException.ThrowIfNull(lingua);
        _lingua = lingua;
    }

    /// <inheritdoc/>
    public ContextCut Compress(string text, string question, int maxTokens, CompressionTarget target)
    {
        LinguaResult result = _lingua.Compress(text, LinguaTarget.Tokens(maxTokens));
        return result.IsWithinTarget
            ? new ContextCut(result.Text) { Dropped = [.. result.Dropped.Select(static range => new DroppedRange(range, DropReason.LeastLikely))] }
            : ContextCut.Refuse($"What may not be lost takes {result.TokensAfter} tokens, and {maxTokens} were asked for");
    }
}
