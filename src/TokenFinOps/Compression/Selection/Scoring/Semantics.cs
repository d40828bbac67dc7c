using TokenFinOps.Compression.Selection.Segmentation;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Adds what the caller knows of the meaning of units.</summary>
internal static class Semantics
{
    public static void Add(Layout layout, string question, UnitSimilarity similarity, float weight, Span<float> scores)
    {
        var texts = new string[scores.Length];
        for (int unit = 0; unit < texts.Length; unit++)
        {
            texts[unit] = layout.TextOf(layout.Units[unit]).ToString();
        }

        var similarities = new float[texts.Length];
        similarity(question, texts, similarities);
        for (int unit = 0; unit < texts.Length; unit++)
        {
            scores[unit] += float.IsFinite(similarities[unit]) ? weight * similarities[unit] : 0;
        }
    }
}
