using System.Buffers;
using System.Runtime.CompilerServices;

namespace TokenFinOps.Parquet;

/// <summary>Values of one column in the order of rows, in pieces that are used again for the next row group. Not thread-safe.</summary>
internal sealed class Cells<T>
    where T : struct
{
    // 64 KB of decimals. What is larger than 85 KB is a large object, of which the garbage collector lets as much lie about again before it collects.
    private const int PieceLength = 4_096;

    private readonly List<T[]> _pieces = [];

    public int Count { get; private set; }

    public void Add(T cell)
    {
        (int piece, int index) = Math.DivRem(Count, PieceLength);
        if (piece == _pieces.Count)
        {
            _pieces.Add(new T[PieceLength]);
        }

        _pieces[piece][index] = cell;
        Count++;
    }

    /// <summary>Gives all values to a function as one array of the pool's, and forgets them.</summary>
    public async Task TakeAsync(Func<ReadOnlyMemory<T>, Task> write)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(Count);
        try
        {
            CopyTo(rented);
            await write(rented.AsMemory(0, Count)).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(rented, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }

        Count = 0;
    }

    private void CopyTo(Span<T> cells)
    {
        for (int copied = 0; copied < Count; copied += PieceLength)
        {
            _pieces[copied / PieceLength].AsSpan(0, Math.Min(PieceLength, Count - copied)).CopyTo(cells[copied..]);
        }
    }
}
