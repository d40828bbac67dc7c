namespace TokenFinOps.Caching.Acceptance;

/// <summary>How the outcomes of one entry, or of one group of partitions, differed from what the shared model expected of them. Not thread-safe.</summary>
internal sealed class OutcomeRecord
{
    // So many outcomes as expected stand against what was seen: the empirical Bayes estimate for outcomes that scatter between entries about as much as within them.
    private const double Shrinkage = 3;

    private double _surprise;

    /// <summary>Gets the number of outcomes.</summary>
    public double Count { get; private set; }

    /// <summary>Gets by how much the answers were right more often than expected, shrunk towards 0; −1 to 1.</summary>
    public double Surprise => _surprise / (Count + Shrinkage);

    /// <summary>Gets the highest similarity at which the answer was wrong; below every similarity when it never was.</summary>
    public float HighestWrong { get; private set; } = float.NegativeInfinity;

    /// <summary>Gets the similarity up to which nothing is served since somebody reported a wrong hit.</summary>
    public float BlockedUpTo { get; private set; } = float.NegativeInfinity;

    /// <summary>Takes in an outcome.</summary>
    /// <param name="similarity">How similar the questions were.</param>
    /// <param name="correct">Whether the answer was right.</param>
    /// <param name="expected">The probability of that, by the shared model.</param>
    /// <param name="keep">What the outcomes before are still worth.</param>
    public void Add(float similarity, bool correct, double expected, double keep)
    {
        Count = (Count * keep) + 1;
        _surprise = (_surprise * keep) + ((correct ? 1 : 0) - expected);
        if (!correct)
        {
            HighestWrong = Math.Max(HighestWrong, similarity);
        }
    }

    public AuditedEntry Save(Guid id) => new(id, Count, _surprise, Finite(HighestWrong), Finite(BlockedUpTo));

    public void Restore(AuditedEntry entry)
    {
        (Count, _surprise) = (entry.Count, entry.Surprise);
        HighestWrong = entry.HighestWrong ?? float.NegativeInfinity;
        BlockedUpTo = entry.BlockedUpTo ?? float.NegativeInfinity;
    }

    private static float? Finite(float similarity) => float.IsFinite(similarity) ? similarity : null;

    /// <summary>Serves nothing any more that is as far from the entry as the question whose answer was wrong, nor what is hardly nearer.</summary>
    public void Block(float similarity) => BlockedUpTo = Math.Max(BlockedUpTo, similarity + ((1 - similarity) / 2));
}
