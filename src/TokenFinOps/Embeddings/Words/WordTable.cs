namespace TokenFinOps.Embeddings.Words;

/// <summary>A small open-addressing table from the hash of a word to a number. Words are compared by their 64-bit hash alone; a test holds that the listed ones differ.</summary>
internal sealed class WordTable
{
    private readonly ulong[] _keys;
    private readonly uint[] _values;
    private readonly int _mask;

    /// <param name="entries">Hashes of words with what is known of them; the first of a word that is listed twice counts.</param>
    public WordTable(IReadOnlyCollection<KeyValuePair<ulong, uint>> entries)
    {
        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(entries.Count * 2) + 2);
        _keys = new ulong[size];
        _values = new uint[size];
        _mask = size - 1;
        foreach ((ulong key, uint value) in entries)
        {
            int at = SlotOf(key);
            if (_keys[at] == 0)
            {
                (_keys[at], _values[at]) = (key, value);
            }
        }
    }

    /// <summary>Finds what is known of a word.</summary>
    /// <returns>Its number, or 0 when it is not listed.</returns>
    public uint Find(ulong hash) => _values[SlotOf(hash)];

    private int SlotOf(ulong hash)
    {
        int at = (int)FeatureHash.Mix(hash) & _mask;
        while (_keys[at] != hash && _keys[at] != 0)
        {
            at = (at + 1) & _mask;
        }

        return at;
    }
}
