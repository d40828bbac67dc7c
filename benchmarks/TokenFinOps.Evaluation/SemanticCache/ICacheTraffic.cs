namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Labelled questions that can be asked in any order.</summary>
internal interface ICacheTraffic
{
    /// <summary>Gets the number of components, the unit of the bootstrap.</summary>
    int Components { get; }

    /// <summary>Gets pairs to judge the embedder by.</summary>
    IReadOnlyList<TextPair> Pairs { get; }

    /// <summary>Gets what is asked, and what counts as right, in a sentence.</summary>
    string Description { get; }

    /// <summary>Shuffles the questions.</summary>
    ICacheStream Shuffle(int seed);
}

/// <summary>Questions in an order. A question that is not served from the cache is stored.</summary>
internal interface ICacheStream
{
    /// <summary>Gets the next question.</summary>
    /// <param name="minimumSimilarity">How near a stored question must be.</param>
    /// <returns>The question, or <see langword="null"/> at the end.</returns>
    CacheRequest? Next(float minimumSimilarity);

    /// <summary>Says whether the last question was served from the cache.</summary>
    void Settle(bool served);
}
