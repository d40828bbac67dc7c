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
    private AcceptanceGroup?[] _groups = new AcceptanceGroup?[Math.Min(capacity, 256)];
    private int _next;

    public int Count { get; private set; }

    /// <summary>Gets the number of outcomes ever taken in.</summary>
    public long Total { get; private set; }

    /// <summary>Takes in an outcome.</summary>
    /// <param name="features">The features as they were before.</param>
    /// <param name="correct">Whether the answer was right.</param>
    /// <param name="group">Whose outcome it is; <see langword="null"/> when that is not known any more.</param>
    public void Add(ReadOnlySpan<double> features, bool correct, AcceptanceGroup? group)
    {
        if (Count == _correct.Length && Count < capacity)
        {
            int size = Math.Min(capacity, Count * 2);
            Array.Resize(ref _correct, size);
            Array.Resize(ref _groups, size);
            Array.Resize(ref _features, size * CandidateFeatures.Count);
            _next = Count;
        }

        features.CopyTo(_features.AsSpan(_next * CandidateFeatures.Count));
        _correct[_next] = correct;
        _groups[_next] = group;
        Count = Math.Max(Count, _next + 1);
        _next = (_next + 1) % _correct.Length;
        Total++;
    }

    /// <summary>Makes all outcomes so far count less, as those of another cache.</summary>
    public void MarkForeign() => _foreign = Total;

    /// <summary>Gets what the outcomes count, the oldest first.</summary>
    /// <param name="isLeftOut">Says whose outcomes count nothing.</param>
    /// <returns>The weights, 0 to 1, and how many outcomes count at all.</returns>
    public (double[] Weights, int Counted) Weights(Func<AcceptanceGroup, bool> isLeftOut)
    {
        double[] weights = new double[Count];
        int counted = 0;
        double fade = Math.Pow(0.5, 1 / halfLife);
        double weight = 1;
        for (int i = Count - 1; i >= 0; i--, weight *= fade)
        {
            if (_groups[Place(i)] is { } group && isLeftOut(group))
            {
                continue;
            }

            counted++;
            weights[i] = Total - (Count - 1 - i) <= _foreign ? ForeignWeight * weight : weight;
        }

        return (weights, counted);
    }

    /// <summary>Copies the outcomes, the oldest first.</summary>
    public (double[] Features, bool[] Correct) Copy()
    {
        double[] features = new double[Count * CandidateFeatures.Count];
        bool[] correct = new bool[Count];
        for (int i = 0; i < Count; i++)
        {
            int from = Place(i);
            _features.AsSpan(from * CandidateFeatures.Count, CandidateFeatures.Count).CopyTo(features.AsSpan(i * CandidateFeatures.Count));
            correct[i] = _correct[from];
        }

        return (features, correct);
    }

    private int Place(int index) => ((Count == _correct.Length ? _next : 0) + index) % _correct.Length;
}
