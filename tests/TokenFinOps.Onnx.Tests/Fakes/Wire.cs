using System.Text;

namespace TokenFinOps.Onnx.Tests.Fakes;

/// <summary>Writes messages of Protocol Buffers: as much as a tiny model takes.</summary>
internal sealed class Wire
{
    private readonly List<byte> _bytes = [];

    public Wire Number(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    public Wire Float(int field, float value)
    {
        Varint(((ulong)field << 3) | 5);
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    public Wire Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Wire Message(int field, Wire value) => Bytes(field, value.ToArray());

    public Wire Bytes(int field, byte[] value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
