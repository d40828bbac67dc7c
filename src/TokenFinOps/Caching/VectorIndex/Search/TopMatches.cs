namespace TokenFinOps.Caching.VectorIndex.Search;

/// <summary>The best matches so far, best first, equals by the lower id. What falls below the bar cannot become one of them.</summary>
internal ref struct TopMatches(Span<VectorMatch> matches, float threshold)
{
    private readonly Span<VectorMatch> _matches = matches;

    /// <summary>Gets how many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the similarity that the next match must reach.</summary>
    public float Bar { get; private set; } = threshold;

    /// <summary>Takes a candidate in if it is one of the best.</summary>
    public void Offer(long id, float similarity)
    {
        if (!(similarity >= Bar))
        {
            return;
        }

        var candidate = new VectorMatch(id, similarity);
        // A moved or replaced entry may be met twice by a search that runs beside the writer.
        int same = IndexOf(id);
        if (same >= 0 ? !IsBefore(candidate, _matches[same]) : Count == _matches.Length && !IsBefore(candidate, _matches[^1]))
        {
            return;
        }

        int last = same >= 0 ? same : Count < _matches.Length ? Count++ : Count - 1;
        Insert(candidate, last);
        if (Count == _matches.Length)
        {
            Bar = _matches[^1].Similarity;
        }
    }

    private static bool IsBefore(VectorMatch left, VectorMatch right) =>
        left.Similarity > right.Similarity || (left.Similarity == right.Similarity && left.Id < right.Id);

    private readonly int IndexOf(long id)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_matches[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private readonly void Insert(VectorMatch candidate, int at)
    {
        for (; at > 0 && IsBefore(candidate, _matches[at - 1]); at--)
        {
            _matches[at] = _matches[at - 1];
        }

        _matches[at] = candidate;
    }
}
