using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>
/// Pseudo-relevance feedback: the rarest words of the units that answer best so far are looked for as well, so that a fact is found that is a second step away
/// from the question.
/// </summary>
internal static class Feedback
{
    private const int BestUnits = 4;
    private const int Terms = 10;
    private const int Fewest = 2;
    private const float MostShare = 0.2f;

    /// <summary>Gets for every unit the worth of the words that it shares with the best units and not with the question.</summary>
    public static void Score(TermIndex index, QueryTerms query, ReadOnlySpan<float> scores, Span<float> results)
    {
        using RentedList<float> worth = RentedList<float>.Zeros(index.Frequencies.Length);
        if (Weigh(index, query, scores, worth.Span) == 0)
        {
            return;
        }

        KeepBest(worth.Span);
        using RentedList<int> last = RentedList<int>.Zeros(worth.Count);
        for (int unit = 0; unit < results.Length; unit++)
        {
            foreach (int term in index.Unit(unit))
            {
                if (worth[term] > 0 && last[term] != unit + 1)
                {
                    last[term] = unit + 1;
                    results[unit] += worth[term];
                }
            }
        }
    }

    private static int Weigh(TermIndex index, QueryTerms query, ReadOnlySpan<float> scores, Span<float> worth)
    {
        int most = Math.Max(4, (int)(index.Units * MostShare));
        int found = 0;
        Span<int> best = stackalloc int[BestUnits];
        foreach (int unit in best[..Best.Of(scores, best)])
        {
            foreach (int term in index.Unit(unit))
            {
                int frequency = index.Frequencies[term];
                if (frequency >= Fewest && frequency <= most && query.Find(term, out _) < 0 && IsSubject(index.Vocabulary[term], query))
                {
                    worth[term] = Math.Max(worth[term], scores[unit] * MathF.Log(1 + ((index.Units - frequency + 0.5f) / (frequency + 0.5f))));
                    found++;
                }
            }
        }

        return found;
    }

    private static bool IsSubject(ReadOnlySpan<char> term, QueryTerms query) =>
        (term.Length > 2 || (term.Length == 2 && Letters.IsDense(term[0]))) && !query.IsStop(term);

    private static void KeepBest(Span<float> worth)
    {
        Span<int> best = stackalloc int[Terms];
        int count = Best.Of(worth, best);
        float least = count < Terms ? 0 : worth[best[count - 1]];
        foreach (ref float each in worth)
        {
            each = each < least ? 0 : each;
        }
    }
}
