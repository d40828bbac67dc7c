using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TokenFinOps.Routing.Conversations;

/// <summary>Tells texts apart at a price that does not grow with them: short ones are hashed whole, long ones by their length and by samples from beginning to end.</summary>
/// <remarks>The same in every process. A prompt of a megabyte is not read through for every request; texts that differ only between the samples count as equal.</remarks>
internal static class SampledHash
{
    private const int Samples = 16;
    private const int SampleBytes = 64;
    private const int MostWhole = Samples * SampleBytes;

    public static ulong Of(string? text, long seed) => Of(text.AsSpan(), seed);

    public static ulong Of(ReadOnlySpan<char> text, long seed) => Of(MemoryMarshal.AsBytes(text), seed);

    public static ulong Of(ReadOnlySpan<byte> bytes, long seed)
    {
        if (bytes.Length <= MostWhole)
        {
            return XxHash3.HashToUInt64(bytes, seed);
        }

        Span<byte> sampled = stackalloc byte[MostWhole + sizeof(int)];
        for (int i = 0; i < Samples; i++)
        {
            // The first sample begins the text and the last one ends it.
            int start = (int)((long)(bytes.Length - SampleBytes) * i / (Samples - 1));
            bytes.Slice(start, SampleBytes).CopyTo(sampled[(i * SampleBytes)..]);
        }

        BinaryPrimitives.WriteInt32LittleEndian(sampled[MostWhole..], bytes.Length);
        return XxHash3.HashToUInt64(sampled, seed);
    }
}
