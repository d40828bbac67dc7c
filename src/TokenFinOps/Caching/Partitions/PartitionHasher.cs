using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Caching.Partitions;

/// <summary>Writes what must be equal for two requests to share answers, every part with its length, and hashes it.</summary>
/// <remarks>A cryptographic hash: users choose what is hashed, and two tenants must not be made to collide. Not thread-safe.</remarks>
internal sealed class PartitionHasher
{
    // The first byte says what the rest means: whoever changes what is hashed raises it.
    private const byte Version = 1;

    private readonly ByteWriter _writer = new();

    public void Begin()
    {
        _writer.Clear();
        _writer.Byte(Version);
    }

    // As it is in memory: halves of surrogate pairs are all the same in UTF-8.
    public void Add(string? text)
    {
        _writer.Count(text is null ? 0 : (ulong)text.Length + 1);
        _writer.Raw(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    public void Add(int count) => _writer.Count((ulong)count);

    public void Add(bool? value) => _writer.Byte(value switch { null => 0, false => 1, true => 2 });

    public void Add(double? value)
    {
        _writer.Bool(value is not null);
        if (value is { } number)
        {
            _writer.Signed(BitConverter.DoubleToInt64Bits(number));
        }
    }

    public void Add(long? value)
    {
        _writer.Bool(value is not null);
        _writer.Signed(value.GetValueOrDefault());
    }

    public void Add(ReadOnlySpan<byte> bytes) => _writer.Bytes(bytes);

    public void Add(TagSet tags)
    {
        Add(tags.Count);
        if (tags.Count == 0)
        {
            return;
        }

        foreach ((string key, string value) in tags.OrderBy(static tag => tag.Key, StringComparer.OrdinalIgnoreCase))
        {
            Add(key.ToUpperInvariant());
            Add(value);
        }
    }

    /// <summary>Adds values by name, in the order of their names.</summary>
    /// <returns><see langword="false"/> when a value is of a type that cannot be written.</returns>
    public bool TryAdd(IDictionary<string, object?>? values)
    {
        // Nearly all messages and contents have none, and there are many of them.
        if (values is not { Count: > 0 })
        {
            Add(0);
            return true;
        }

        Add(values.Count);
        foreach ((string key, object? value) in values.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            Add(key);
            if (!TryAdd(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds a value as JSON.</summary>
    /// <returns><see langword="false"/> when it is of a type that cannot be written.</returns>
    public bool TryAdd(object? value)
    {
        switch (value)
        {
            case null:
                Add((string?)null);
                return true;
            case string text:
                Add(text);
                return true;
            case JsonElement element:
                Add(element.GetRawText());
                return true;
        }

        if (!AIJsonUtilities.DefaultOptions.TryGetTypeInfo(value.GetType(), out JsonTypeInfo? type))
        {
            return false;
        }

        try
        {
            Add(JsonSerializer.SerializeToUtf8Bytes(value, type));
            return true;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Hashes what was added so far; more can be added and hashed again.</summary>
    public void Hash(Span<byte> hash) => SHA256.HashData(_writer.Written, hash);

    /// <summary>Reads the first half of a hash as a number.</summary>
    public static UInt128 IdOf(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}
