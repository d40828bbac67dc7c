namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>What came of a stream.</summary>
internal sealed class StreamOutcome
{
    public int Requests { get; set; }

    public int Hits { get; set; }

    public int FalseHits { get; set; }

    public int Audits { get; set; }

    public int Explorations { get; set; }

    public bool Holds(double share) => FalseHits <= share * Hits;
}
