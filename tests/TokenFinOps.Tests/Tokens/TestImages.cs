using System.Buffers.Binary;

namespace TokenFinOps.Tests.Tokens;

/// <summary>The first bytes of images, as their formats lay them down.</summary>
internal static class TestImages
{
    public static byte[] Png(int width, int height)
    {
        byte[] image = [0x89, .. "PNG"u8, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(20), height);
        return image;
    }

    public static byte[] Gif(int width, int height) => [.. "GIF89a"u8, .. Little16(width), .. Little16(height), 0xF7, 0, 0];

    // An application segment and a table of quantization stand before the frame.
    public static byte[] Jpeg(int width, int height) =>
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xDB, 0, 4, 0, 1,
        0xFF, 0xC2, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
    ];

    public static byte[] WebPLossy(int width, int height) => [.. WebP("VP8 "u8), 0, 0, 0, 0x9D, 0x01, 0x2A, .. Little16(width), .. Little16(height), 0];

    public static byte[] WebPLossless(int width, int height)
    {
        byte[] bits = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bits, (uint)(width - 1) | ((uint)(height - 1) << 14));
        return [.. WebP("VP8L"u8), 0x2F, .. bits, 0, 0, 0, 0, 0, 0];
    }

    public static byte[] WebPExtended(int width, int height) =>
        [.. WebP("VP8X"u8), 0, 0, 0, 0, .. Little16(width - 1), 0, .. Little16(height - 1), 0];

    private static byte[] WebP(ReadOnlySpan<byte> chunk) => [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. chunk, 10, 0, 0, 0];

    private static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];
}
