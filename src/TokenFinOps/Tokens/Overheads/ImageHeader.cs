using System.Buffers.Binary;

namespace TokenFinOps.Tokens.Overheads;

/// <summary>Reads the size of a PNG, JPEG, GIF or WebP image from its first bytes, without decoding it.</summary>
/// <remarks>Stateless and thread-safe. Looks at a bounded part of the data and never throws: data that lie about themselves have no size.</remarks>
internal static class ImageHeader
{
    // Metadata such as colour profiles and thumbnails stand before a JPEG's size, in segments of at most 64 KB.
    private const int MostSegments = 64;

    /// <summary>Reads the size.</summary>
    /// <returns>The size, or <see langword="null"/> when the data are of another format, cut off or malformed.</returns>
    public static ImageSize? Read(ReadOnlySpan<byte> data) => data switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png(data),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => Gif(data),
        [0xFF, 0xD8, 0xFF, ..] => Jpeg(data),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP(data),
        _ => null,
    };

    private static ImageSize? Png(ReadOnlySpan<byte> data) =>
        data.Length >= 24 ? Size(BinaryPrimitives.ReadUInt32BigEndian(data[16..]), BinaryPrimitives.ReadUInt32BigEndian(data[20..])) : null;

    private static ImageSize? Gif(ReadOnlySpan<byte> data) =>
        data.Length >= 10 ? Size(BinaryPrimitives.ReadUInt16LittleEndian(data[6..]), BinaryPrimitives.ReadUInt16LittleEndian(data[8..])) : null;

    private static ImageSize? Jpeg(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> rest = data[2..];
        for (int segment = 0; segment < MostSegments && rest.Length >= 9 && rest[0] == 0xFF; segment++)
        {
            byte marker = rest[1];
            if (marker == 0xFF)
            {
                rest = rest[1..];
                continue;
            }

            // Start of frame, of whatever kind; C4, C8 and CC are tables.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return Size(BinaryPrimitives.ReadUInt16BigEndian(rest[7..]), BinaryPrimitives.ReadUInt16BigEndian(rest[5..]));
            }

            int length = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length < 4 || length > rest.Length)
            {
                return null;
            }

            rest = rest[length..];
        }

        return null;
    }

    private static ImageSize? WebP(ReadOnlySpan<byte> data)
    {
        if (data.Length < 30)
        {
            return null;
        }

        return data[12..16] switch
        {
            [(byte)'V', (byte)'P', (byte)'8', (byte)' '] => Size(
                BinaryPrimitives.ReadUInt16LittleEndian(data[26..]) & 0x3FFFU, BinaryPrimitives.ReadUInt16LittleEndian(data[28..]) & 0x3FFFU),
            [(byte)'V', (byte)'P', (byte)'8', (byte)'L'] => Lossless(BinaryPrimitives.ReadUInt32LittleEndian(data[21..])),
            [(byte)'V', (byte)'P', (byte)'8', (byte)'X'] => Size(1U + UInt24(data[24..]), 1U + UInt24(data[27..])),
            _ => null,
        };
    }

    private static ImageSize? Lossless(uint bits) => Size((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);

    private static uint UInt24(ReadOnlySpan<byte> data) => data[0] | ((uint)data[1] << 8) | ((uint)data[2] << 16);

    // No provider takes a side over 30,000 pixels; a larger one is a lie.
    private static ImageSize? Size(uint width, uint height) => width is > 0 and <= 65_535 && height is > 0 and <= 65_535 ? new((int)width, (int)height) : null;
}
