namespace TokenFinOps.Onnx.Models;

/// <summary>Sequences of ids side by side, padded to the longest of them.</summary>
internal sealed class TokenBatch
{
    private readonly IReadOnlyList<int[]> _sequences;

    public TokenBatch(IReadOnlyList<int[]> sequences, int paddingId)
    {
        _sequences = sequences;
        Width = sequences.Max(static sequence => sequence.Length);
        Ids = new long[sequences.Count * Width];
        Mask = new long[Ids.Length];
        Array.Fill(Ids, paddingId);
        for (int row = 0; row < sequences.Count; row++)
        {
            for (int i = 0; i < sequences[row].Length; i++)
            {
                Ids[(row * Width) + i] = sequences[row][i];
                Mask[(row * Width) + i] = 1;
            }
        }
    }

    public int Count => _sequences.Count;

    /// <summary>Gets the length of the longest sequence.</summary>
    public int Width { get; }

    public long[] Ids { get; }

    /// <summary>Gets 1 for an id and 0 for padding.</summary>
    public long[] Mask { get; }

    /// <summary>Gets the place of each id in its sequence.</summary>
    public long[] Positions() => [.. Enumerable.Range(0, Ids.Length).Select(i => (long)(i % Width))];

    /// <summary>Puts sequences of like length together, so that little is padded.</summary>
    /// <returns>The places of the sequences of each batch.</returns>
    public static IEnumerable<int[]> Plan(IReadOnlyList<int[]> sequences, int size) =>
        Enumerable.Range(0, sequences.Count).OrderByDescending(i => sequences[i].Length).Chunk(size);
}
