using System.Collections.Immutable;
using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Chooses the most probable words that fit into a number of tokens, counted in the very text that they make.</summary>
internal sealed class Budget(string text, IReadOnlyList<LinguaWord> words, Func<string, long> count)
{
    // How many of the next words are tried one by one in what is left.
    private const int MostTried = 24;

    /// <summary>Gets the parts of the text that stay.</summary>
    public ImmutableArray<TextRange> Choose(long tokens)
    {
        // A force token that is not required was dropped for being repeated.
        int[] order = [.. Enumerable.Range(0, words.Count).Where(i => !words[i].IsRequired && !words[i].IsForceToken).OrderByDescending(i => words[i].Probability)];
        int fits = -1;
        int tooMany = order.Length + 1;
        while (tooMany - fits > 1)
        {
            int middle = fits + ((tooMany - fits) / 2);
            (fits, tooMany) = Fits(First(order, middle), tokens) ? (middle, tooMany) : (fits, middle);
        }

        // What is protected takes more than there is: nothing else is kept.
        bool[] kept = First(order, Math.Max(0, fits));
        foreach (int next in order.Skip(Math.Max(0, fits)).Take(fits < 0 ? 0 : MostTried))
        {
            kept[next] = true;
            kept[next] = Fits(kept, tokens);
        }

        return Cutting.Keep(text, words, kept);
    }

    private bool[] First(int[] order, int number)
    {
        bool[] kept = [.. words.Select(static word => word.IsRequired)];
        foreach (int i in order.AsSpan(0, number))
        {
            kept[i] = true;
        }

        return kept;
    }

    private bool Fits(bool[] kept, long tokens) => count(Cutting.Join(text, Cutting.Keep(text, words, kept))) <= tokens;
}
