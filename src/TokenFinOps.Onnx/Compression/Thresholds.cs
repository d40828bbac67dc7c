using TokenFinOps.Tokens;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Chooses words by the percentile of each chunk, as LLMLingua-2 does.</summary>
internal sealed class Thresholds(ITokenCounter counter, string? targetModel)
{
    /// <summary>Marks the words of a chunk that stay.</summary>
    /// <param name="words">The words.</param>
    /// <param name="share">The share of tokens that is wanted.</param>
    public bool[] Choose(IReadOnlyList<LinguaWord> words, double share)
    {
        if (words.Count == 0)
        {
            return [];
        }

        double threshold = Percentile.Of(words.SelectMany(word => Enumerable.Repeat(word.Probability, TokensOf(word))), PercentOf(share));
        return [.. words.Select(word => word.IsRequired || word.Probability > threshold || (threshold >= 1.0 && word.Probability >= threshold))];
    }

    /// <summary>Gets the percentile under which words are dropped. The one on top is LLMLingua-2's: it drops one percent more than was asked for.</summary>
    public static int PercentOf(double share) => Math.Min(100, (int)((100 * (1 - share)) + 1));

    private int TokensOf(LinguaWord word) => (int)Math.Max(1, counter.CountText(word.AfterSpace ? " " + word.Text : word.Text, targetModel).Tokens);
}
