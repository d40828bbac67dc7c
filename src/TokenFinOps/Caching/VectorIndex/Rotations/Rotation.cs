namespace TokenFinOps.Caching.VectorIndex.Rotations;

/// <summary>
/// A learned rotation, of which only the telling part is kept: a head of few coordinates, coded in one byte each and scanned for every
/// entry, and a middle, looked at for those that the head cannot rule out. It never changes; a better one takes its place.
/// </summary>
/// <param name="Basis">The directions of head and middle.</param>
/// <param name="Head">The codes of the head.</param>
/// <param name="Middle">The codes of the middle.</param>
internal sealed record Rotation(Basis Basis, CodeGrid Head, CodeGrid Middle)
{
    /// <summary>The steps of a tail, between norm 0 and 1.</summary>
    public const double TailSteps = 254;

    /// <summary>The most coordinates that a head and a middle have together.</summary>
    public const int MostCoordinates = 256;

    /// <summary>Encodes a padded unit vector.</summary>
    public EntryCode Encode(ReadOnlySpan<float> vector, Span<byte> head, Span<byte> middle)
    {
        Span<float> projected = stackalloc float[Basis.Count];
        Basis.Project(vector, projected);
        bool regular = Head.TryEncode(projected, head) & Middle.TryEncode(projected, middle);
        double inHead = SumOfSquares(projected[..Head.Count]);
        double inBoth = inHead + SumOfSquares(projected[Head.Count..]);
        return new EntryCode(Tail(inHead), Tail(inBoth), !regular);
    }

    /// <summary>Sums squares.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }

    private byte Tail(double squares) => (byte)Math.Min(byte.MaxValue, Math.Ceiling(Basis.Outside(squares) * TailSteps));
}
