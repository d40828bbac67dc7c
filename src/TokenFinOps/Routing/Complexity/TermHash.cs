namespace TokenFinOps.Routing.Complexity;

/// <summary>Hashes words and pairs of words. Part of the model file's format: a change here needs a new version there.</summary>
internal static class TermHash
{
    public const uint Empty = 2_166_136_261;

    private const uint Prime = 16_777_619;

    // FNV-1a over UTF-16 code units.
    public static uint Append(uint hash, char lower) => (hash ^ lower) * Prime;

    public static uint OfWord(ReadOnlySpan<char> lower)
    {
        uint hash = Empty;
        foreach (char character in lower)
        {
            hash = Append(hash, character);
        }

        return hash;
    }

    public static uint OfPair(uint first, uint second) => (uint.RotateLeft(first, 13) * 0x9E37_79B1) ^ second;

    // FNV's high bits are weak for short words: mixed before they are cut.
    public static int Bucket(uint hash, int bits)
    {
        hash ^= hash >> 16;
        hash *= 0x7FEB_352D;
        hash ^= hash >> 15;
        hash *= 0x846C_A68B;
        return (int)((hash ^ (hash >> 16)) >> (32 - bits));
    }
}
