using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Knows whom a question names of those who speak in a conversation: <c>What did the nurse think of it?</c> is answered by what stands behind <c>Nurse:</c>.</summary>
internal static class NamedSpeakers
{
    // Labels say more than a question does: a family name, a title, a party.
    private const float LeastNamed = 0.5f;

    /// <summary>Raises the scores of the turns of those speakers by a share.</summary>
    public static void Raise(int first, Span<float> scores, Layout layout, TermIndex index, QueryTerms query, float share)
    {
        using var label = new RentedList<int>();
        for (int at = 0; at < scores.Length; at++)
        {
            label.Clear();
            TermReader.Read(Label(layout, first + at), index.Vocabulary, label);
            scores[at] *= IsNamed(label.Span, query) ? 1 + share : 1;
        }
    }

    // The sentences of a long turn have its speaker above them.
    private static ReadOnlySpan<char> Label(Layout layout, int at)
    {
        ReadOnlySpan<char> text = layout.TextOf(layout.Units[at]);
        int end = DialogueSegmenter.SpeakerEnd(text);
        if (end > 0)
        {
            return text[..end];
        }

        int head = layout.Units[at].Head;
        return head >= 0 ? layout.TextOf(layout.Headings[head]) : default;
    }

    private static bool IsNamed(ReadOnlySpan<int> label, QueryTerms query)
    {
        int named = 0;
        foreach (int term in label)
        {
            // A word that is like one of the question's is another name.
            named += term < query.Known && query.Find(term, out float weight) >= 0 && weight == 1 ? 1 : 0;
        }

        return named > 0 && named >= LeastNamed * label.Length;
    }
}
