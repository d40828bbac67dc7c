using System.Text;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Writes numbers and texts in few bytes: what <see cref="ByteReader"/> reads. Small numbers are short.</summary>
/// <remarks>Its buffer is used again after <see cref="Clear"/>. Not thread-safe.</remarks>
internal sealed class ByteWriter
{
    private byte[] _bytes = new byte[512];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Byte(byte value) => Room(1)[0] = value;

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a count: seven bits a byte, the lowest first (LEB128).</summary>
    public void Count(ulong value)
    {
        Span<byte> room = Room(10, advance: 0);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            room[length++] = (byte)(value | 0x80);
        }

        room[length++] = (byte)value;
        _length += length;
    }

    /// <summary>Writes a signed number: the sign goes to the lowest bit (zigzag).</summary>
    public void Signed(long value) => Count((ulong)((value << 1) ^ (value >> 63)));

    public void Signed(Int128 value)
    {
        var bits = (UInt128)((value << 1) ^ (value >> 127));
        Count((ulong)bits);
        Count((ulong)(bits >> 64));
    }

    /// <summary>Writes a decimal with its scale: 1.10 stays 1.10.</summary>
    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        Byte((byte)(((bits[3] >> 16) & 0x1F) | (bits[3] < 0 ? 0x80 : 0) | (bits[2] != 0 ? 0x40 : 0)));
        Count(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        if (bits[2] != 0)
        {
            Count((uint)bits[2]);
        }
    }

    public void Decimal(decimal? value)
    {
        Bool(value is not null);
        if (value is { } known)
        {
            Decimal(known);
        }
    }

    /// <summary>Writes an exact sum without the bytes that only repeat its sign.</summary>
    public void Sum(in ExactSum value)
    {
        Span<byte> bytes = stackalloc byte[ExactSum.Size];
        value.CopyTo(bytes);
        byte sign = value.Sign < 0 ? byte.MaxValue : byte.MinValue;
        int length = bytes.LastIndexOfAnyExcept(sign) + 1;
        Byte((byte)((length << 1) | (sign & 1)));
        bytes[..length].CopyTo(Room(length));
    }

    public void Id(Guid value) => value.TryWriteBytes(Room(16), bigEndian: true, out _);

    public void Text(string? value)
    {
        if (value is null)
        {
            Count(0);
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        Count((ulong)length + 1);
        Encoding.UTF8.GetBytes(value, Room(length));
    }

    /// <summary>Writes bytes with their number.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Count((ulong)value.Length);
        Raw(value);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    private Span<byte> Room(int count) => Room(count, count);

    private Span<byte> Room(int count, int advance)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        Span<byte> room = _bytes.AsSpan(_length, count);
        _length += advance;
        return room;
    }
}
