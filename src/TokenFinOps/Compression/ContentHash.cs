using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TokenFinOps.Compression;

/// <summary>Tells texts apart by 128 bits, under a seed that nobody knows: content is chosen by users, and whose text collides with whose is not to be known in advance.</summary>
/// <remarks>Immutable and thread-safe. The same text has another hash in another instance.</remarks>
internal sealed class ContentHash
{
    private readonly long _seed = BitConverter.ToInt64(Guid.NewGuid().ToByteArray());

    public UInt128 Of(ReadOnlySpan<char> text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text), _seed);

    /// <summary>Goes on from an earlier hash with further texts.</summary>
    public UInt128 Of(UInt128 earlier, IEnumerable<string> texts)
    {
        var hash = new XxHash128(_seed);
        hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in earlier)));
        foreach (string text in texts)
        {
            hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
        }

        return hash.GetCurrentHashAsUInt128();
    }
}
