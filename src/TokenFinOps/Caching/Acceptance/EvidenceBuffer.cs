namespace TokenFinOps.Caching.Acceptance;

/// <summary>The latest outcomes, with their features as they were before the outcome was known. Not thread-safe.</summary>
internal sealed class EvidenceBuffer(int capacity)
{
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
