using TokenFinOps.Caching.VectorIndex.Segments;

namespace TokenFinOps.Caching.VectorIndex.Search;

/// <summary>Searches a segment for four queries at once: a chunk is fetched from memory once, and its vectors are read once.</summary>
internal static class FourSearch
{
    /// <summary>How many queries it takes.</summary>
    public const int Queries = 4;

    /// <summary>Searches for four padded unit vectors that lie one after the other; answers which have a match, a bit each.</summary>
    public static int Search(Segment segment, ReadOnlySpan<float> four, ChunkSearch search, float threshold, Span<VectorMatch> best)
    {
        scoped var matches = new FourMatches(best, threshold);
        int stride = four.Length / Queries;
        Span<sbyte> scratch = stackalloc sbyte[Queries * PreparedQuery.ScratchWeights];
        scoped var first = new PreparedQuery(four[..stride], scratch);
        scoped var second = new PreparedQuery(four.Slice(stride, stride), scratch[PreparedQuery.ScratchWeights..]);
        scoped var third = new PreparedQuery(four.Slice(2 * stride, stride), scratch[(2 * PreparedQuery.ScratchWeights)..]);
        scoped var fourth = new PreparedQuery(four[(3 * stride)..], scratch[(3 * PreparedQuery.ScratchWeights)..]);
        for (Chunk? chunk = segment.First; chunk is not null; chunk = chunk.Next)
        {
            int count = chunk.Count;
            if (chunk.Codes is null)
            {
                search.SearchPlain(chunk, count, four, ref matches);
                continue;
            }

            search.Search(chunk, ref first, ref matches.First);
            search.Search(chunk, ref second, ref matches.Second);
            search.Search(chunk, ref third, ref matches.Third);
            search.Search(chunk, ref fourth, ref matches.Fourth);
        }

        return matches.Found;
    }
}
