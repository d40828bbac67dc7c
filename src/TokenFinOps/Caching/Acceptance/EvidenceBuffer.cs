namespace TokenFinOps.Caching.Acceptance;

/// <summary>The latest outcomes, with their features as they were before the outcome was known. Not thread-safe.</summary>
/// <param name="capacity">How many are kept.</param>
/// <param name="halfLife">After how many outcomes one counts half.</param>
internal sealed class EvidenceBuffer(int capacity, double halfLife)
{
    // What was learned elsewhere tells where to begin, not what is true here.
    private const double ForeignWeight = 0.3;

    private long _foreign;
    private double[] _features = new double[Math.Min(capacity, 256) * CandidateFeatures.Count];
    private bool[] _correct = new bool[Math.Min(capacity, 256)];
    private int _next;

    public int Count { get; private set; }

    /// <summary>Gets the number of outcomes ever taken in.</summary>
    public long Total { get; private set; }

    public void Add(ReadOnlySpan<double> features, bool correct)
    {
        if (Count == _correct.Length && Count < capacity)
        {
            int size = Math.Min(capacity, Count * 2);
            Array.Resize(ref _correct, size);
            Array.Resize(ref _features, size * CandidateFeatures.Count);
            _next = Count;
        }

        features.CopyTo(_features.AsSpan(_next * CandidateFeatures.Count));
        _correct[_next] = correct;
        Count = Math.Max(Count, _next + 1);
        _next = (_next + 1) % _correct.Length;
        Total++;
    }

    /// <summary>Makes all outcomes so far count less, as those of another cache.</summary>
    public void MarkForeign() => _foreign = Total;

    /// <summary>Gets what the outcomes count, the oldest first.</summary>
    public double[] Weights()
    {
        double[] weights = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            long behind = Count - 1 - i;
            weights[i] = Math.Pow(0.5, behind / halfLife) * (Total - behind <= _foreign ? ForeignWeight : 1);
        }

        return weights;
    }

    /// <summary>Copies the outcomes, the oldest first.</summary>
    public (double[] Features, bool[] Correct) Copy()
    {
        double[] features = new double[Count * CandidateFeatures.Count];
        bool[] correct = new bool[Count];
        int first = Count == _correct.Length ? _next : 0;
        for (int i = 0; i < Count; i++)
        {
            int from = (first + i) % _correct.Length;
            _features.AsSpan(from * CandidateFeatures.Count, CandidateFeatures.Count).CopyTo(features.AsSpan(i * CandidateFeatures.Count));
            correct[i] = _correct[from];
        }

        return (features, correct);
    }
}
