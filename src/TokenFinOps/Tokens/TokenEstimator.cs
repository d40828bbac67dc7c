using System.Text;
using TokenFinOps.Tokens.Estimation;

namespace TokenFinOps.Tokens;

/// <summary>Estimates how many tokens a text has without tokenizing it: some ten times faster, without allocating, for any model.</summary>
public static class TokenEstimator
{
    /// <summary>Estimates a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="family">The models that it is meant for.</param>
    /// <returns>The expected number of tokens and a bound to reserve by.</returns>
    public static TokenCount Estimate(ReadOnlySpan<char> text, TokenizerFamily family = TokenizerFamily.O200k)
    {
        if (text.IsEmpty)
        {
            return TokenCount.Zero;
        }

        (double expected, double atMost) = FamilyFactors.Of(family).Apply(BoundaryScan.Estimate(text));

        // Every token has at least a byte, in every tokenizer that can write any text; some put a space before the first.
        double most = Encoding.UTF8.GetByteCount(text) + 1;
        return TokenCount.About(Math.Clamp(expected, 1, most), Math.Min(atMost, most));
    }
}
