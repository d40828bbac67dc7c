using System.Runtime.CompilerServices;

namespace TokenFinOps.Embeddings.Words;

/// <summary>FNV-1a over UTF-16 code units, mixed before it is cut. Part of the identity of every vector: a change here needs a new model id.</summary>
internal static class FeatureHash
{
    public const ulong Empty = 14_695_981_039_346_656_037;

    private const ulong Prime = 1_099_511_628_211;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Append(ulong hash, char character) => (hash ^ character) * Prime;

    public static ulong Of(ReadOnlySpan<char> folded)
    {
        ulong hash = Empty;
        foreach (char character in folded)
        {
            hash = Append(hash, character);
        }

        return hash;
    }

    /// <summary>Spreads a hash over all bits: FNV's low bits are weak for short words (the finaliser of SplitMix64, Steele, Lea, Flood 2014).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58_476D_1CE4_E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D0_49BB_1331_11EB;
        return hash ^ (hash >> 31);
    }
}
