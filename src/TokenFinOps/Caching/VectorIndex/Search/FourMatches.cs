namespace TokenFinOps.Caching.VectorIndex.Search;

/// <summary>The best match of each of four queries.</summary>
/// <param name="best">Room for the four.</param>
/// <param name="threshold">The least similarity.</param>
internal ref struct FourMatches(Span<VectorMatch> best, float threshold)
{
    public TopMatches First = new(best[..1], threshold);
    public TopMatches Second = new(best.Slice(1, 1), threshold);
    public TopMatches Third = new(best.Slice(2, 1), threshold);
    public TopMatches Fourth = new(best.Slice(3, 1), threshold);

    /// <summary>Gets which of the queries have one, a bit each.</summary>
    public readonly int Found => First.Count | (Second.Count << 1) | (Third.Count << 2) | (Fourth.Count << 3);

    /// <summary>Offers one entry to all.</summary>
    public void Offer(long id, scoped ReadOnlySpan<float> products)
    {
        First.Offer(id, UnitVector.Limit(products[0]));
        Second.Offer(id, UnitVector.Limit(products[1]));
        Third.Offer(id, UnitVector.Limit(products[2]));
        Fourth.Offer(id, UnitVector.Limit(products[3]));
    }
}
