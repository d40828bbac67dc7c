using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TokenFinOps.Tokens.Encodings;

/// <summary>Remembers the tokens of short pieces of text, without the pieces: names and words come again and again, and merging them takes ten times as long as finding them.</summary>
/// <remarks>
/// A table of one word a slot, half a megabyte in all: the slot is sixteen bits of a hash of 64, the word holds the others and the count. A newer piece takes the slot of an older one.
/// The hash is seeded, so that nobody can choose pieces which are taken for each other; two do so by chance once in 10^14 lookups. Thread-safe without locks: a word is written whole.
/// </remarks>
internal sealed class PieceCounts
{
    /// <summary>Longer pieces seldom come again.</summary>
    public const int LongestPiece = 48;

    private const int Slots = 1 << 16;
    private const ulong CountBits = 0xFFFF;

    private readonly ulong[] _slots = new ulong[Slots];
    private readonly long _seed = BitConverter.ToInt64(Guid.NewGuid().ToByteArray());

    /// <summary>Counts a piece.</summary>
    public int Count(ReadOnlySpan<char> piece, Func<ReadOnlySpan<char>, int> count)
    {
        ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(piece), _seed);
        ref ulong slot = ref _slots[(int)(hash & (Slots - 1))];
        ulong known = Volatile.Read(ref slot);

        // No piece has no tokens, so an empty slot is like no piece.
        if (((known ^ hash) & ~CountBits) == 0 && known != 0)
        {
            return (int)(known & CountBits);
        }

        int tokens = count(piece);
        Volatile.Write(ref slot, (hash & ~CountBits) | (uint)tokens);
        return tokens;
    }
}
