using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Onnx.Compression;

/// <summary>Makes the words of a text with the probabilities of their pieces, and marks what is protected.</summary>
internal sealed class OriginalWords(ForceTokenFinder forceTokens, LinguaProtection protection)
{
    /// <param name="text">The text.</param>
    /// <param name="pieces">Its pieces, in order.</param>
    public IReadOnlyList<LinguaWord> Make(string text, IReadOnlyList<ScoredPiece> pieces)
    {
        HashSet<TextRange> forced = [.. forceTokens.In(text)];
        IReadOnlyList<TextRange> ranges = new WordSplitter(text, pieces.Select(static piece => piece.Piece.Start).ToHashSet()).Split(forced.OrderBy(static range => range.Start));
        bool[] isProtected = ProtectedIn(text);
        var words = new List<LinguaWord>(ranges.Count);
        int next = 0;
        foreach (TextRange range in ranges)
        {
            // A piece may reach into the next word, so it is looked at again.
            for (; next < pieces.Count && pieces[next].Piece.End <= range.Start && pieces[next].Piece.Start < range.Start; next++)
            {
            }

            (double probability, int chunk) = ScoreOf(range, pieces, next);
            bool isForceToken = forced.Contains(range);
            words.Add(new LinguaWord(range.Of(text).ToString(), range.Start, range.End, isForceToken ? 1.0 : probability)
            {
                Unforced = probability,
                IsForceToken = isForceToken,
                IsRequired = isForceToken || isProtected.AsSpan(range.Start, range.Length).Contains(true),
                Chunk = chunk,
            });
        }

        return words;
    }

    private static (double Probability, int Chunk) ScoreOf(TextRange range, IReadOnlyList<ScoredPiece> pieces, int next)
    {
        int chunk = next < pieces.Count ? pieces[next].Chunk : pieces.Count > 0 ? pieces[^1].Chunk : 0;
        double sum = 0;
        int count = 0;
        for (int i = next; i < pieces.Count && pieces[i].Piece.Start < range.End; i++)
        {
            sum += pieces[i].Probability;
            count++;
        }

        return (count == 0 ? 0 : sum / count, chunk);
    }

    private bool[] ProtectedIn(string text)
    {
        var isProtected = new bool[text.Length];
        foreach (TextRange range in ProtectedText.In(text, protection))
        {
            Array.Fill(isProtected, true, range.Start, range.Length);
        }

        return isProtected;
    }
}
