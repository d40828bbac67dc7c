namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>Says how likely two different terms are forms of one word, by the letters they begin with: 0 for not, towards 1 for nearly the same.</summary>
internal static class TermSimilarity
{
    private const int ShortestStem = 4;
    private const float LeastOverlap = 0.62f;
    private const int LongestParticle = 3;

    /// <summary>Compares two folded terms.</summary>
    public static float Of(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int shorter = Math.Min(left.Length, right.Length);
        if (shorter < ShortestStem - 1 || char.IsAsciiDigit(left[0]) || Letters.IsDense(left[0]) || Letters.IsDense(right[0]))
        {
            return 0;
        }

        float best = shorter >= ShortestStem ? Overlap(left, right) : 0;
        return HasParticles(left[0]) && HasParticles(right[0]) ? Math.Max(best, WithoutParticles(left, right)) : best;
    }

    private static float Overlap(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int common = left.CommonPrefixLength(right);
        float overlap = 2f * common / (left.Length + right.Length);
        return common >= ShortestStem && overlap >= LeastOverlap ? overlap : 0;
    }

    // Arabic and Hebrew write the article and prepositions onto the word.
    private static float WithoutParticles(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        float best = 0;
        for (int skip = 1; skip <= LongestParticle; skip++)
        {
            best = Math.Max(best, Math.Max(Rest(left, right, skip), Rest(right, left, skip)));
        }

        return best;
    }

    private static float Rest(ReadOnlySpan<char> longer, ReadOnlySpan<char> shorter, int skip)
    {
        if (longer.Length - skip < 3 || longer[0] == shorter[0])
        {
            return 0;
        }

        int common = longer[skip..].CommonPrefixLength(shorter);
        float overlap = 2f * common / (longer.Length - skip + shorter.Length);
        return common >= 3 && overlap >= 0.75f ? overlap * 0.95f : 0;
    }

    /// <summary>Tells whether a letter is of a script that writes articles and prepositions onto words: Hebrew and Arabic.</summary>
    public static bool HasParticles(char letter) => letter is >= '\u0590' and <= '\u06FF';
}
