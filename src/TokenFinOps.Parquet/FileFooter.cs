using System.Buffers.Binary;
using System.IO.Compression;

namespace TokenFinOps.Parquet;

/// <summary>The footer of a file that is written group by group, each by a Parquet writer of its own, whose footer knows of that one group.</summary>
/// <remarks>
/// <para>A writer for the whole file would hold 30 KB of objects for each group until the end. Here a group's description is held as it will be written, compressed: 1 KB.</para>
/// <para>
/// The footer is a struct in Thrift's compact encoding: version, schema, number of rows, list of row groups, and what comes after. Footers of one schema differ in the
/// number of rows and in the list. So what comes before and after is what the footer of a file without rows has in common with any other.
/// </para>
/// </remarks>
internal sealed class FileFooter : IDisposable
{
    private const byte ListField = 0x19;
    private const byte OneStruct = 0x1C;
    private const int ShortList = 14;

    private readonly byte[] _empty;
    private readonly MemoryStream _compressed = new();
    private readonly DeflateStream _groups;
    private long _length;
    private long _rows;
    private int _count;
    private byte[] _before;
    private byte[] _after = [];

    /// <summary>Initializes a new instance of the <see cref="FileFooter"/> class.</summary>
    /// <param name="empty">The footer of a file without rows.</param>
    public FileFooter(byte[] empty)
    {
        _empty = empty;
        _before = empty;
        _groups = new DeflateStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);
    }

    /// <summary>Takes the description of a group.</summary>
    /// <param name="footer">The footer of a file of this one group.</param>
    /// <param name="rows">The group's number of rows, which is above 0.</param>
    public void Add(ReadOnlySpan<byte> footer, int rows)
    {
        if (_count == 0)
        {
            Split(footer);
        }

        int start = _before.Length + Varint(ZigZag(rows)).Length;
        if (footer[start] != ListField || footer[start + 1] != OneStruct)
        {
            throw new InvalidOperationException("The footer of the row group is not built as that of a file without rows; this version of Parquet.Net is not supported.");
        }

        ReadOnlySpan<byte> group = footer[(start + 2)..^_after.Length];
        _groups.Write(group);
        _length += group.Length;
        _rows += rows;
        _count++;
    }

    /// <summary>Writes the footer, and its length behind it.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] middle = _count == 0 ? [] : [.. Varint(ZigZag(_rows)), ListField, .. ListHeader(_count)];
        await stream.WriteAsync(_before, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(middle, cancellationToken).ConfigureAwait(false);
        await _groups.DisposeAsync().ConfigureAwait(false);
        _compressed.Position = 0;
        var groups = new DeflateStream(_compressed, CompressionMode.Decompress);
        await using (groups.ConfigureAwait(false))
        {
            await groups.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        await stream.WriteAsync(_after, cancellationToken).ConfigureAwait(false);
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, checked((int)(_before.Length + middle.Length + _length + _after.Length)));
        await stream.WriteAsync(length, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _groups.Dispose();
        _compressed.Dispose();
    }

    private void Split(ReadOnlySpan<byte> footer)
    {
        int before = footer.CommonPrefixLength(_empty);
        int after = 0;
        while (footer[^(after + 1)] == _empty[^(after + 1)])
        {
            after++;
        }

        (_before, _after) = (_empty[..before], _empty[^after..]);
    }

    private static byte[] ListHeader(int count) => count <= ShortList ? [(byte)((count << 4) | 0x0C)] : [0xFC, .. Varint((ulong)count)];

    private static ulong ZigZag(long number) => (ulong)number << 1;

    private static byte[] Varint(ulong number)
    {
        List<byte> bytes = [];
        for (; number > 0x7F; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        return [.. bytes, (byte)number];
    }
}
