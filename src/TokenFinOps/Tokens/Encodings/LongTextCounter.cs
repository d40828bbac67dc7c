namespace TokenFinOps.Tokens.Encodings;

/// <summary>Counts a text of any length in bounded time.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>A text up to the exact length is counted in full; only runs that no human writes are cut (see <see cref="RunCutter"/>).</description></item>
/// <item><description>A longer one is counted in sixteen samples that are spread evenly and together as long as the exact length. What the estimator
/// makes of the rest is corrected by how the samples came out (a ratio estimate).</description></item>
/// </list>
/// </remarks>
internal static class LongTextCounter
{
    private const int Samples = 16;

    /// <summary>Counts a text.</summary>
    public static TokenCount Count(ReadOnlySpan<char> text, TokenizerFamily family, ITextTokenizer tokenizer, int exactLength) =>
        text.Length <= exactLength ? CountAll(text, tokenizer) : CountSamples(text, family, tokenizer, exactLength / Samples);

    private static TokenCount CountAll(ReadOnlySpan<char> text, ITextTokenizer tokenizer)
    {
        long tokens = 0;
        long cuts = 0;
        while (!text.IsEmpty)
        {
            int end = RunCutter.NextCut(text);
            tokens += tokenizer.Count(text[..end]);
            text = text[end..];
            cuts += text.IsEmpty ? 0 : 1;
        }

        return new(tokens, tokens + cuts);
    }

    private static TokenCount CountSamples(ReadOnlySpan<char> text, TokenizerFamily family, ITextTokenizer tokenizer, int sampleLength)
    {
        TokenCount counted = TokenCount.Zero;
        TokenCount estimated = TokenCount.Zero;
        TokenCount rest = TokenCount.Zero;
        int end = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            int start = (int)((long)(text.Length - sampleLength) * sample / (Samples - 1));
            rest += TokenEstimator.Estimate(text[end..start], family);
            end = start + sampleLength;
            counted += CountAll(text[start..end], tokenizer);
            estimated += TokenEstimator.Estimate(text[start..end], family);
        }

        double ratio = (double)counted.Tokens / Math.Max(1, estimated.Tokens);
        return counted + TokenCount.About(ratio * rest.Tokens, Math.Max(1, ratio) * rest.AtMost);
    }
}
