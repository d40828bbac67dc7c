using System.Runtime.CompilerServices;
using System.Text;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
/// <remarks>Bytes that are cut short or damaged throw an <see cref="InvalidDataException"/>.</remarks>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() != 0;

    // Nearly all counts take a byte or two, and there are many of them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Count()
    {
        ReadOnlySpan<byte> rest = _rest;
        if (rest.Length < 2 || (rest[0] & rest[1]) >= 0x80)
        {
            return LongCount();
        }

        ulong value = rest[0];
        if (value < 0x80)
        {
            _rest = rest[1..];
            return value;
        }

        _rest = rest[2..];
        return (value & 0x7F) | ((ulong)rest[1] << 7);
    }

    public long Signed()
    {
        ulong bits = Count();
        return (long)(bits >> 1) ^ -(long)(bits & 1);
    }

    public Int128 SignedWide()
    {
        ulong low = Count();
        ulong high = Count();
        if (high == 0)
        {
            return (long)(low >> 1) ^ -(long)(low & 1);
        }

        UInt128 bits = new(high, low);
        return (Int128)(bits >> 1) ^ -(Int128)(bits & 1);
    }

    public decimal Decimal()
    {
        byte head = Byte();
        ulong low = Count();
        uint high = (head & 0x40) != 0 ? (uint)Count() : 0;
        int scale = head & 0x1F;
        return scale <= 28 ? new decimal((int)low, (int)(low >> 32), (int)high, (head & 0x80) != 0, (byte)scale) : throw Damaged();
    }

    public decimal? OptionalDecimal() => Bool() ? Decimal() : null;

    public ExactSum Sum()
    {
        byte head = Byte();
        if (head == 0)
        {
            return default;
        }

        int length = head >> 1;
        if (length > ExactSum.Size)
        {
            throw Damaged();
        }

        Span<byte> bytes = stackalloc byte[ExactSum.Size];
        bytes.Fill((head & 1) != 0 ? byte.MaxValue : byte.MinValue);
        Take(length).CopyTo(bytes);
        return ExactSum.From(bytes);
    }

    public Guid Id() => new(Take(16), bigEndian: true);

    public ReadOnlySpan<byte> Bytes() => Count() is var length && length <= (ulong)_rest.Length ? Take((int)length) : throw Damaged();

    public string? Text()
    {
        ulong length = Count();
        return length == 0 ? null : length - 1 <= (ulong)_rest.Length ? Encoding.UTF8.GetString(Take((int)length - 1)) : throw Damaged();
    }

    private static InvalidDataException Damaged() => new("A stored ledger record is damaged; restore the database from a backup or check it for corruption.");

    private ulong LongCount()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Damaged();
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
