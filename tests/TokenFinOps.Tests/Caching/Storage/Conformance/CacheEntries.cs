using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Tests.Caching.Storage.Conformance;

/// <summary>Makes entries as the cache stores them, and compares them to the last byte.</summary>
public static class CacheEntries
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Makes an entry, a second later for each number.</summary>
    public static StoredCacheEntry Make(int number = 0, DateTimeOffset? expires = null, string tenant = "acme", int bytes = 200, int dimension = 8) => new(
        Guid.NewGuid(),
        PartitionOf(tenant),
        $$"""{"tenant":"{{tenant}}"}""",
        Noon.AddSeconds(number),
        expires ?? Noon.AddDays(1),
        VectorOf(number, dimension),
        BodyOf(number, bytes));

    /// <summary>Makes many entries, the oldest first.</summary>
    public static StoredCacheEntry[] MakeMany(int count, int bytes = 200) => [.. Enumerable.Range(0, count).Select(number => Make(number, bytes: bytes))];

    public static string PartitionOf(string tenant) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant)));

    /// <summary>Says all that an entry is, so that what differs is seen.</summary>
    public static string Describe(StoredCacheEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return string.Join(
            ' ',
            entry.Id,
            entry.Partition,
            entry.Owner,
            entry.Created.UtcTicks,
            entry.Expires.UtcTicks,
            entry.Created.Offset,
            entry.Vector.Length,
            Convert.ToHexString(SHA256.HashData(entry.Vector.Span)),
            entry.Body.Length,
            Convert.ToHexString(SHA256.HashData(entry.Body.Span)));
    }

    private static byte[] VectorOf(int number, int dimension)
    {
        var vector = new byte[dimension * sizeof(float)];
        for (int i = 0; i < dimension; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(vector.AsSpan(i * sizeof(float)), MathF.Sin(number + i));
        }

        return vector;
    }

    private static byte[] BodyOf(int number, int bytes)
    {
        var body = new byte[bytes];
        new Random(number).NextBytes(body);
        return body;
    }
}
