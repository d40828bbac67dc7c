using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Finds passages whose title the question or one of the best units names: what is known of the thing that they lead to.</summary>
internal sealed class TitleLinks(Layout layout, TermIndex index, QueryTerms query)
{
    private const int BestUnits = 6;
    private const float LeastNamed = 0.5f;

    /// <summary>Writes for every passage how surely something leads to it, 0 to 1, and the unit that does; -1 for the question.</summary>
    public void Find(ReadOnlySpan<float> scores, Span<float> linked, Span<int> from)
    {
        Span<int> best = stackalloc int[BestUnits];
        best = best[..Best.Of(scores, best)];
        using var name = new RentedList<int>();
        for (int passage = 0; passage < linked.Length; passage++)
        {
            name.Clear();
            Name(passage, name);
            from[passage] = -1;
            if (name.Count == 0 || !IsSubject(name))
            {
                continue;
            }

            linked[passage] = Names(query.Question, name.Span) ? 1 : 0;
            foreach (int unit in best)
            {
                float strength = layout.Units[unit].Passage == passage ? 0 : Share(scores[unit], scores[best[0]]) * Strength(unit, name.Span);
                if (strength > linked[passage])
                {
                    (linked[passage], from[passage]) = (strength, unit);
                }
            }
        }
    }

    private static float Share(float score, float highest) => score * score / (highest * highest);

    // A title up to what is said in brackets to tell it from others: "The Prestige (film)". The text is read again since terms do not say where they stand.
    private void Name(int passage, RentedList<int> name)
    {
        Passage each = layout.Passages[passage];
        ReadOnlySpan<char> title = each.Head >= 0 ? layout.TextOf(layout.Headings[each.Head]) : layout.Sources[each.Source].Title;
        int bracket = title.IndexOf('(');
        TermReader.Read(bracket > 0 ? title[..bracket] : title, index.Vocabulary, name);
    }

    private bool IsSubject(RentedList<int> name)
    {
        foreach (int term in name.Span)
        {
            if (IsSubject(term))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsSubject(int term) => index.Vocabulary[term].Length > 2 && !query.IsStop(index.Vocabulary[term]);

    private float Strength(int unit, ReadOnlySpan<int> name)
    {
        ReadOnlySpan<int> terms = index.Unit(unit);
        if (Names(terms, name))
        {
            return 1;
        }

        float named = 0;
        float all = 0;
        bool isNew = false;
        foreach (int term in name)
        {
            if (!IsSubject(term))
            {
                continue;
            }

            int frequency = term < index.Frequencies.Length ? index.Frequencies[term] : 0;
            float rarity = MathF.Log(1 + ((index.Units - frequency + 0.5f) / (frequency + 0.5f)));
            bool isThere = terms.Contains(term);
            all += rarity;
            named += isThere ? rarity : 0;
            isNew |= isThere && (term >= query.Known || query.Find(term, out _) < 0);
        }

        return isNew && named >= LeastNamed * all ? named / all : 0;
    }

    private static bool Names(ReadOnlySpan<int> terms, ReadOnlySpan<int> name) => terms.IndexOf(name) >= 0;
}
