using TokenFinOps.Caching.VectorIndex.Segments;

namespace TokenFinOps.Caching.VectorIndex.Search;

/// <summary>Searches a segment from its oldest chunk to its newest, without a lock and with nothing but the stack.</summary>
internal sealed class SegmentSearch(IndexShape shape, int dimensions)
{
    /// <summary>Finds the nearest entries of a padded unit vector; answers how many there are.</summary>
    public int Nearest(Segment segment, ReadOnlySpan<float> unit, float threshold, Span<VectorMatch> destination)
    {
        Span<int> memory = stackalloc int[SearchScratch.Size(shape.ChunkEntries)];
        Span<sbyte> weights = stackalloc sbyte[PreparedQuery.ScratchWeights];
        var search = new ChunkSearch(shape.Width, new SearchScratch(memory, shape.ChunkEntries));
        scoped var query = new PreparedQuery(unit, weights);
        scoped var matches = new TopMatches(destination, threshold);
        for (Chunk? chunk = segment.First; chunk is not null; chunk = chunk.Next)
        {
            search.Search(chunk, ref query, ref matches);
        }

        return matches.Count;
    }

    /// <summary>Finds the nearest entry of each of several vectors; answers how many have one.</summary>
    public int NearestOfEach(Segment segment, ReadOnlySpan<float> queries, float threshold, Span<VectorMatch?> destination)
    {
        Span<float> units = stackalloc float[FourSearch.Queries * shape.Stride];
        Span<int> asked = stackalloc int[FourSearch.Queries];
        (int filled, int found) = (0, 0);
        for (int i = 0; i < destination.Length; i++)
        {
            if (UnitVector.TryNormalize(queries.Slice(i * dimensions, dimensions), units.Slice(filled * shape.Stride, shape.Stride)))
            {
                asked[filled++] = i;
            }

            if (filled == FourSearch.Queries || (filled > 0 && i == destination.Length - 1))
            {
                found += NearestOfFour(segment, units, asked[..filled], threshold, destination);
                filled = 0;
            }
        }

        return found;
    }

    // Where there are fewer than four, the rest are left from before or zero, and what they find is not looked at.
    private int NearestOfFour(Segment segment, ReadOnlySpan<float> units, ReadOnlySpan<int> asked, float threshold, Span<VectorMatch?> destination)
    {
        Span<VectorMatch> best = stackalloc VectorMatch[FourSearch.Queries];
        Span<int> memory = stackalloc int[SearchScratch.Size(shape.ChunkEntries)];
        var search = new ChunkSearch(shape.Width, new SearchScratch(memory, shape.ChunkEntries));
        int which = FourSearch.Search(segment, units, search, threshold, best), found = 0;
        for (int i = 0; i < asked.Length; i++)
        {
            if ((which >> i & 1) != 0)
            {
                destination[asked[i]] = best[i];
                found++;
            }
        }

        return found;
    }
}
