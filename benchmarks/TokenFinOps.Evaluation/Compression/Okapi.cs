namespace TokenFinOps.Evaluation.Compression;

/// <summary>BM25 as the rank_bm25 package computes it (k1 1.5, b 0.75, a floor of a quarter of the mean for negative rarities), over terms that somebody else has cut.</summary>
internal static class Okapi
{
    private const double Saturation = 1.5;
    private const double Length = 0.75;
    private const double Floor = 0.25;

    public static double[] Score(IReadOnlyList<string[]> texts, string[] question)
    {
        double mean = Math.Max(1, texts.Average(static text => text.Length));
        Dictionary<string, double> rarity = Rarity(texts);
        return [.. texts.Select(text => Score(text, question, rarity, mean))];
    }

    private static double Score(string[] text, string[] question, Dictionary<string, double> rarity, double mean)
    {
        Dictionary<string, int> counts = text.CountBy(static term => term).ToDictionary();
        double norm = Saturation * (1 - Length + (Length * text.Length / mean));
        return question.Sum(term => counts.TryGetValue(term, out int count) ? rarity[term] * count * (Saturation + 1) / (count + norm) : 0);
    }

    private static Dictionary<string, double> Rarity(IReadOnlyList<string[]> texts)
    {
        Dictionary<string, double> rarity = texts.SelectMany(static text => text.Distinct()).CountBy(static term => term)
            .ToDictionary(static each => each.Key, each => Math.Log(texts.Count - each.Value + 0.5) - Math.Log(each.Value + 0.5));
        double floor = Floor * (rarity.Count == 0 ? 0 : rarity.Values.Average());
        return rarity.ToDictionary(static each => each.Key, each => each.Value < 0 ? floor : each.Value);
    }
}
