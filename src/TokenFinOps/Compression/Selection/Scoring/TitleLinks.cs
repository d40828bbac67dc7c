using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Finds passages whose title the question or one of the best units names: what is known of the thing that they lead to.</summary>
internal static class TitleLinks
{
    private const int BestUnits = 6;

    /// <summary>Marks with 1 every passage that is linked to.</summary>
    public static void Mark(Layout layout, TermIndex index, QueryTerms query, ReadOnlySpan<float> scores, Span<float> linked)
    {
        Span<int> best = stackalloc int[BestUnits];
        best = best[..Best.Of(scores, best)];
        using var name = new RentedList<int>();
        for (int passage = 0; passage < linked.Length; passage++)
        {
            name.Clear();
            Name(layout, index, passage, name);
            if (name.Count > 0 && IsSubject(name, index, query) && (Names(query.Question, name.Span) || AnyNames(best, passage, layout, index, name.Span)))
            {
                linked[passage] = 1;
            }
        }
    }

    // A title up to what is said in brackets to tell it from others: "The Prestige (film)". The text is read again since terms do not say where they stand.
    private static void Name(Layout layout, TermIndex index, int passage, RentedList<int> name)
    {
        Passage each = layout.Passages[passage];
        ReadOnlySpan<char> title = each.Head >= 0 ? layout.TextOf(layout.Headings[each.Head]) : layout.Sources[each.Source].Title;
        int bracket = title.IndexOf('(');
        TermReader.Read(bracket > 0 ? title[..bracket] : title, index.Vocabulary, name);
    }

    private static bool IsSubject(RentedList<int> name, TermIndex index, QueryTerms query)
    {
        foreach (int term in name.Span)
        {
            if (index.Vocabulary[term].Length > 2 && !query.IsStop(index.Vocabulary[term]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnyNames(ReadOnlySpan<int> best, int passage, Layout layout, TermIndex index, ReadOnlySpan<int> name)
    {
        foreach (int unit in best)
        {
            if (layout.Units[unit].Passage != passage && Names(index.Unit(unit), name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Names(ReadOnlySpan<int> terms, ReadOnlySpan<int> name) => terms.IndexOf(name) >= 0;
}
