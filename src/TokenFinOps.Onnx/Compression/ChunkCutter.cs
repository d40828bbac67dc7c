using TokenFinOps.Onnx.Text;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Cuts pieces into chunks that the model can see at once: after a piece that ends something, else between words, else anywhere.</summary>
internal static class ChunkCutter
{
    /// <param name="pieces">The pieces.</param>
    /// <param name="most">How many a chunk has at most.</param>
    /// <param name="endsChunk">Whether a chunk is preferably cut after a piece.</param>
    public static IReadOnlyList<Range> Cut(IReadOnlyList<EncodedPiece> pieces, int most, Predicate<EncodedPiece> endsChunk)
    {
        var chunks = new List<Range>();
        int start = 0;
        while (pieces.Count - start > most)
        {
            int end = EndOf(pieces, start, start + most, endsChunk);
            chunks.Add(start..end);
            start = end;
        }

        if (start < pieces.Count)
        {
            chunks.Add(start..pieces.Count);
        }

        return chunks;
    }

    private static int EndOf(IReadOnlyList<EncodedPiece> pieces, int start, int limit, Predicate<EncodedPiece> endsChunk)
    {
        for (int end = limit; end > start; end--)
        {
            if (endsChunk(pieces[end - 1]))
            {
                return end;
            }
        }

        for (int end = limit; end > start; end--)
        {
            if (pieces[end].StartsWord)
            {
                return end;
            }
        }

        return limit;
    }
}
