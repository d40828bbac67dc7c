using System.Numerics;
using TokenFinOps.Caching.VectorIndex.Kernels;
using TokenFinOps.Caching.VectorIndex.Segments;

namespace TokenFinOps.Caching.VectorIndex.Search;

/// <summary>Searches one chunk: head codes rule out most entries, middle codes most of the rest, and what is left is multiplied in full.</summary>
internal readonly ref struct ChunkSearch(KernelWidth width, SearchScratch scratch)
{
    private readonly KernelWidth _width = width;
    private readonly SearchScratch _scratch = scratch;

    /// <summary>Offers every entry of the chunk that may be one of the best.</summary>
    public void Search(Chunk chunk, scoped ref PreparedQuery query, scoped ref TopMatches matches)
    {
        int count = chunk.Count;
        if (chunk.Codes is not { } codes)
        {
            SearchPlain(chunk, count, query.Vector, ref matches);
            return;
        }

        query.Use(codes.Rotation);
        HeadKernel.Scan(query.Scan(codes, matches.Bar), BlocksOf(count), _scratch.Products, _scratch.Survivors, _width);
        foreach (int slot in Left(chunk, codes, count))
        {
            bool isOutlier = (codes.Outliers[slot / HeadScan.Block] >> slot & 1) != 0;
            if (isOutlier || query.Bound(codes, slot, _scratch.Products[slot], _width) >= matches.Bar)
            {
                matches.Offer(chunk.IdOf(slot), UnitVector.Similarity(query.Vector, chunk.VectorOf(slot), _width));
            }
        }
    }

    /// <summary>Offers every entry of a chunk without codes to four queries, whose unit vectors lie one after the other.</summary>
    public void SearchPlain(Chunk chunk, int count, scoped ReadOnlySpan<float> four, scoped ref FourMatches matches)
    {
        Span<float> products = stackalloc float[4];
        for (int block = 0; block < BlocksOf(count); block++)
        {
            for (ulong left = Living(chunk, block, count); left != 0; left &= left - 1)
            {
                int slot = SlotOf(block, left);
                FloatKernel.DotFour(chunk.VectorOf(slot), four, products, _width);
                matches.Offer(chunk.IdOf(slot), products);
            }
        }
    }

    private void SearchPlain(Chunk chunk, int count, scoped ReadOnlySpan<float> vector, scoped ref TopMatches matches)
    {
        for (int block = 0; block < BlocksOf(count); block++)
        {
            for (ulong left = Living(chunk, block, count); left != 0; left &= left - 1)
            {
                int slot = SlotOf(block, left);
                matches.Offer(chunk.IdOf(slot), UnitVector.Similarity(vector, chunk.VectorOf(slot), _width));
            }
        }
    }

    // Their middles lie apart in memory: touched here one after the other, they arrive together.
    private ReadOnlySpan<int> Left(Chunk chunk, ChunkCodes codes, int count)
    {
        int taken = 0, touched = 0;
        for (int block = 0; block < BlocksOf(count); block++)
        {
            ulong left = (_scratch.Survivors[block] | codes.Outliers[block]) & Living(chunk, block, count);
            for (; left != 0; left &= left - 1)
            {
                int slot = SlotOf(block, left);
                _scratch.Slots[taken++] = slot;
                touched |= codes.MiddleOf(slot)[0];
            }
        }

        return touched >= 0 ? _scratch.Slots[..taken] : [];
    }

    private static int BlocksOf(int entries) => (entries + HeadScan.Block - 1) / HeadScan.Block;

    private static int SlotOf(int block, ulong left) => (block * HeadScan.Block) + BitOperations.TrailingZeroCount(left);

    // Which slots of a block are written and alive.
    private static ulong Living(Chunk chunk, int block, int count)
    {
        int written = count - (block * HeadScan.Block);
        return ~chunk.DeadOf(block) & (written >= HeadScan.Block ? ulong.MaxValue : (1UL << written) - 1);
    }
}
