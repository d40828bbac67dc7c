namespace QuickStart.Server;

/// <summary>A hash that is the same in every process, unlike <see cref="HashCode"/> (FNV-1a).</summary>
internal struct StableHash()
{
    private const uint Prime = 16_777_619;

    public uint Value { get; private set; } = 2_166_136_261;

    public void Add(uint value) => Value = (Value ^ value) * Prime;

    public void Add(string text)
    {
        foreach (char letter in text)
        {
            Add(letter);
        }
    }
}
