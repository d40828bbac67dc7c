using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Scores every unit against the question.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>BM25F of the unit and of its passage, the share of the question that each speaks of, neighbouring words of the question that stand together.</description></item>
/// <item><description>A little for good neighbours, for leading a passage, for having the kind of thing that the question asks for.</description></item>
/// <item><description>From the best of these: words that they add to the question (<see cref="Feedback"/>), titles that they name (<see cref="TitleLinks"/>); of what stands
/// below such a title, its first unit and what speaks of that which is left open of the question.</description></item>
/// <item><description>In a conversation: what stands around (<see cref="Regions"/>), and who speaks (<see cref="NamedSpeakers"/>).</description></item>
/// </list>
/// </remarks>
internal static class UnitScorer
{
    /// <summary>Writes each unit's score, and gets the signal: the share of the question that the best unit and its titles speak of.</summary>
    /// <returns>The signal, or <see langword="null"/> if the question has no words to look for.</returns>
    public static double? Score(Layout layout, string question, UnitSimilarity? similarity, SelectionWeights weights, Span<float> scores)
    {
        using var index = new TermIndex(layout);
        using var query = new QueryTerms(question, index, weights);
        using var counts = new TermCounts(layout, index, query);
        var fields = new FieldScorer(counts, layout, index, query.Count, weights);
        using var signs = new SignTable(scores.Length);
        signs.ReadFields(layout, index, query, fields, question);
        signs.Sum(weights, scores);
        Refine(layout, index, query, counts, fields, weights, signs, scores);
        if (similarity is not null)
        {
            Semantics.Add(layout, question, similarity, weights.Similarity, scores);
        }

        return query.Count == 0 ? null : signs.Signal;
    }

    private static void Refine(
        Layout layout, TermIndex index, QueryTerms query, TermCounts counts, FieldScorer fields, SelectionWeights weights, SignTable signs, Span<float> scores)
    {
        Feedback.Score(index, query, scores, signs[Sign.Feedback]);
        using RentedList<float> linked = RentedList<float>.Zeros(index.Passages);
        using RentedList<int> from = RentedList<int>.Zeros(index.Passages);
        new TitleLinks(layout, index, query).Find(scores, linked.Span, from.Span);
        for (int unit = 0; unit < scores.Length; unit++)
        {
            int passage = layout.Units[unit].Passage;
            float link = linked[passage];
            if (link == 0)
            {
                continue;
            }

            signs[Sign.Link][unit] = link;
            signs[Sign.LinkLead][unit] = unit == layout.Passages[passage].First ? link : 0;
            signs[Sign.LinkRest][unit] = link * fields.Rest(unit, from[passage]);
            signs[Sign.LinkHint][unit] = link * signs[Sign.Hint][unit];
        }

        signs.Normalise(Sign.Feedback);
        signs.Sum(weights, scores);
        for (int passage = 0; passage < index.Passages; passage++)
        {
            if (layout.Passages[passage].Kind is SourceKind.Dialogue)
            {
                int first = layout.Passages[passage].First;
                Span<float> turns = scores[first..layout.EndOf(passage)];
                Regions.Apply(first, turns, index, counts, fields.Rarity, weights);
                NamedSpeakers.Raise(first, turns, layout, index, query, weights.Speaker);
            }
        }
    }
}
