namespace TokenFinOps.Embeddings;

/// <summary>The similarity that hardly any two unrelated questions reach.</summary>
/// <param name="Similarity">The similarity, a cosine, −1 to 1.</param>
/// <param name="PairRate">The share of pairs of different questions that reach it.</param>
/// <param name="Texts">How many different questions it was found from.</param>
/// <param name="Pairs">How many pairs of them were compared.</param>
public sealed record CalibratedThreshold(float Similarity, double PairRate, int Texts, long Pairs)
{
    /// <summary>Gets whether there were too few pairs to see the similarity in them: it was found by extending the tail of their distribution.</summary>
    public bool IsExtrapolated { get; init; }
}
