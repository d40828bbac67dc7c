using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace TokenFinOps.Embeddings.Tables;

/// <summary>
/// Reads and writes tables. Little-endian: <c>TFOTEXT1</c>; u16 dimensions, u16 lexical dimensions, u8 bucket bits, u8 n-gram size, u8 learned percent, u8 n-gram percent,
/// u32 words; u8 length of the name and the name in ASCII; the words' hashes (u32, rising), their weights (u8), their rows (4-bit numbers, then a binary16 scale for each row), the
/// buckets' rows alike; XxHash64 of all before it.
/// </summary>
internal static class StaticTextTableFile
{
    /// <summary>The largest file that is read, in bytes: 4 MiB.</summary>
    public const int LargestFile = 4 << 20;

    private const int HeaderLength = 21;
    private const int HashLength = 8;

    private static ReadOnlySpan<byte> Magic => "TFOTEXT1"u8;

    /// <exception cref="InvalidDataException">The file is none, is cut or changed, or has sizes that do not fit.</exception>
    public static StaticTextTable Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength + HashLength || !file.StartsWith(Magic))
        {
            throw Fault("it does not begin as one");
        }

        if (file.Length > LargestFile)
        {
            throw Fault($"it is longer than {LargestFile} bytes");
        }

        ReadOnlySpan<byte> body = file[..^HashLength];
        if (XxHash64.HashToUInt64(body) != BinaryPrimitives.ReadUInt64LittleEndian(file[^HashLength..]))
        {
            throw Fault("its checksum does not fit: it was cut or changed");
        }

        return ReadBody(body);
    }

    public static byte[] Write(StaticTextTable table)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write((ushort)table.Dimensions);
        writer.Write((ushort)table.LexicalDimensions);
        writer.Write((byte)table.BucketBits);
        writer.Write((byte)table.GramSize);
        writer.Write((byte)table.LearnedPercent);
        writer.Write((byte)table.GramPercent);
        writer.Write(table.Words.Length);
        writer.Write((byte)table.Name.Length);
        writer.Write(Encoding.ASCII.GetBytes(table.Name));
        Array.ForEach(table.Words, writer.Write);
        writer.Write(table.Weights);
        foreach (PackedRows rows in (ReadOnlySpan<PackedRows>)[table.WordRows, table.BucketRows])
        {
            writer.Write(rows.Values);
            Array.ForEach(rows.Scales, writer.Write);
        }

        writer.Flush();
        writer.Write(XxHash64.HashToUInt64(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    private static StaticTextTable ReadBody(ReadOnlySpan<byte> body)
    {
        int dimensions = BinaryPrimitives.ReadUInt16LittleEndian(body[8..]);
        int lexical = BinaryPrimitives.ReadUInt16LittleEndian(body[10..]);
        (int bits, int gram, int learned, int grams) = (body[12], body[13], body[14], body[15]);
        uint words = BinaryPrimitives.ReadUInt32LittleEndian(body[16..]);
        int name = body[20];
        if (dimensions is < 16 or > 256 || dimensions % 2 != 0 || lexical is < 64 or > 1_024 || !BitOperations.IsPow2(lexical) || bits is < 8 or > 16 || gram is < 3 or > 6
            || learned > 100 || words is < 1 or > 100_000 || name is < 1 or > 64)
        {
            throw Fault("its header has sizes out of range");
        }

        int row = (dimensions / 2) + 2;
        long length = HeaderLength + name + (words * (5L + row)) + ((1L << bits) * row);
        if (body.Length != length)
        {
            throw Fault($"its header speaks of {length} bytes, and there are {body.Length}");
        }

        ReadOnlySpan<byte> rest = body[(HeaderLength + name)..];
        uint[] hashes = [.. MemoryMarshal.Cast<byte, uint>(Take(ref rest, (int)words * 4))];
        for (int i = 1; i < hashes.Length; i++)
        {
            if (hashes[i] <= hashes[i - 1])
            {
                throw Fault("its words are not in order");
            }
        }

        return new StaticTextTable
        {
            Name = NameOf(body.Slice(HeaderLength, name)),
            Dimensions = dimensions,
            LexicalDimensions = lexical,
            BucketBits = bits,
            GramSize = gram,
            LearnedPercent = learned,
            GramPercent = grams,
            Words = hashes,
            Weights = Take(ref rest, (int)words).ToArray(),
            WordRows = Rows(ref rest, (int)words, dimensions),
            BucketRows = Rows(ref rest, 1 << bits, dimensions),
        };
    }

    private static string NameOf(ReadOnlySpan<byte> name)
    {
        foreach (byte character in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)character) && character is not ((byte)'-' or (byte)'.'))
            {
                throw Fault("its name has other characters than letters, digits, hyphens and points");
            }
        }

        return Encoding.ASCII.GetString(name);
    }

    private static PackedRows Rows(ref ReadOnlySpan<byte> rest, int count, int dimensions)
    {
        byte[] values = Take(ref rest, count * dimensions / 2).ToArray();
        Half[] scales = [.. MemoryMarshal.Cast<byte, Half>(Take(ref rest, count * 2))];
        return scales.All(static scale => Half.IsFinite(scale)) ? new PackedRows(dimensions, values, scales) : throw Fault("a scale is not finite");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        ReadOnlySpan<byte> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static InvalidDataException Fault(string what) => new($"This is no table of static text vectors: {what}. Make one with the evaluation program's train-embedder.");
}
