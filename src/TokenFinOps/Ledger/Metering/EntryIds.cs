using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Makes ids that sort by time and never repeat: the layout of a version 7 UUID (RFC 9562) with a process-wide random part and a counter.</summary>
/// <remarks>A counter costs a tenth of the system's random generator, and one process cannot collide with itself.</remarks>
internal sealed class EntryIds
{
    private readonly ulong _process = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private uint _counter;

    /// <summary>Makes a new id.</summary>
    public Guid Next(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)now.ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (_process & 0x0FFF)));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], 0x80000000 | (uint)((_process >> 12) & 0x3FFFFFFF));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Interlocked.Increment(ref _counter));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Makes the id that belongs to a provider's response, the same one each time.</summary>
    public static Guid OfResponse(string? provider, string responseId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{provider}\0{responseId}"), hash);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash[..16], bigEndian: true);
    }
}
