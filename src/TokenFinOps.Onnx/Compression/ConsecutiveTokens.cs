namespace TokenFinOps.Onnx.Compression;

/// <summary>Finds force tokens that say nothing, because nothing is likely to be left between them and one like them.</summary>
internal static class ConsecutiveTokens
{
    /// <param name="words">The words of a chunk.</param>
    /// <param name="percent">The share of words to be dropped, in whole percent.</param>
    /// <returns>The same words; those tokens have no probability and are not required.</returns>
    public static IReadOnlyList<LinguaWord> Drop(IReadOnlyList<LinguaWord> words, int percent)
    {
        if (words.Count == 0)
        {
            return words;
        }

        double threshold = Percentile.Of(words.Select(static word => word.Probability), percent);
        LinguaWord? last = null;
        bool isAnythingBetween = false;
        var result = new List<LinguaWord>(words.Count);
        foreach (LinguaWord word in words)
        {
            if (!word.IsForceToken)
            {
                isAnythingBetween |= word.Probability > threshold || word.IsRequired;
                result.Add(word);
                continue;
            }

            bool isRepeated = last is not null && last.Text == word.Text && !isAnythingBetween;
            result.Add(isRepeated ? word with { Probability = 0, IsRequired = false } : word);
            last = word;
            isAnythingBetween = false;
        }

        return result;
    }
}
