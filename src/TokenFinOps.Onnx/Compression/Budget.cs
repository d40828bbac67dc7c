namespace TokenFinOps.Onnx.Compression;

/// <summary>Chooses the most probable words of all texts that fit into a number of tokens, counted in the very text that they make. So a text gets of it what its words are worth.</summary>
internal sealed class Budget(IReadOnlyList<ContextWords> contexts, Func<string, long> count)
{
    // How many of the next words are tried one by one in what is left.
    private const int MostTried = 24;

    private readonly LinguaWord[] _words = [.. contexts.SelectMany(static context => context.Words)];

    /// <summary>Gets what is left of the texts.</summary>
    public IReadOnlyList<CutText> Choose(long tokens)
    {
        // A force token that is not required was dropped for being repeated.
        int[] order = [.. Enumerable.Range(0, _words.Length).Where(i => !_words[i].IsRequired && !_words[i].IsForceToken).OrderByDescending(i => _words[i].Probability)];
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

        return Cut(kept);
    }

    private bool[] First(int[] order, int number)
    {
        bool[] kept = [.. _words.Select(static word => word.IsRequired)];
        foreach (int i in order.AsSpan(0, number))
        {
            kept[i] = true;
        }

        return kept;
    }

    private bool Fits(bool[] kept, long tokens) => count(ContextFilter.Join(Cut(kept).Select(static cut => cut.Text))) <= tokens;

    private CutText[] Cut(ReadOnlySpan<bool> kept)
    {
        var cuts = new CutText[contexts.Count];
        for (int i = 0; i < cuts.Length; i++)
        {
            int words = contexts[i].Words.Count;
            cuts[i] = Cutting.Cut(contexts[i].Text, contexts[i].Words, kept[..words]);
            kept = kept[words..];
        }

        return cuts;
    }
}
