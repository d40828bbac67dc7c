using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace TokenFinOps.Evaluation.Vectors;

/// <summary>Reads and writes arrays of 32-bit floats as NumPy does (<c>.npy</c>, version 1.0).</summary>
internal static partial class NumpyFile
{
    private const int Preamble = 10;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <exception cref="EvaluationException">It is not such a file.</exception>
    public static (int Dimensions, float[] Values) Read(Stream stream, string path)
    {
        byte[] start = new byte[Preamble];
        stream.ReadExactly(start);
        if (!start.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new EvaluationException($"'{path}' is not a .npy file of version 1.0.");
        }

        byte[] header = new byte[BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(Magic.Length))];
        stream.ReadExactly(header);
        string text = Encoding.Latin1.GetString(header);
        Match shape = Shape().Match(text);
        if (!text.Contains("'<f4'", StringComparison.Ordinal) || text.Contains("'fortran_order': True", StringComparison.Ordinal) || !shape.Success)
        {
            throw new EvaluationException($"'{path}' holds {text.Trim()}; write rows of float32: numpy.save(file, vectors.astype('float32')).");
        }

        int rows = int.Parse(shape.Groups[1].ValueSpan, CultureInfo.InvariantCulture), columns = int.Parse(shape.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        float[] values = new float[checked(rows * columns)];
        ReadAll(stream, values);
        return (columns, values);
    }

    public static void Write(string path, int dimensions, ReadOnlySpan<float> values)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({values.Length / dimensions}, {dimensions}), }}";
        int length = ((Preamble + header.Length + Alignment) / Alignment * Alignment) - Preamble;
        byte[] size = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)length);
        using FileStream file = File.Create(path);
        file.Write(Magic);
        file.Write(size);
        file.Write(Encoding.Latin1.GetBytes(header.PadRight(length - 1) + '\n'));
        for (int at = 0; at < values.Length; at += dimensions)
        {
            file.Write(MemoryMarshal.AsBytes(values.Slice(at, dimensions)));
        }
    }

    // Bytes of more than two gigabytes do not fit one span.
    private static void ReadAll(Stream stream, float[] values)
    {
        const int AtOnce = 1 << 20;
        for (int at = 0; at < values.Length; at += AtOnce)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(AtOnce, values.Length - at))));
        }
    }

    [GeneratedRegex(@"'shape': \((\d+), (\d+),?\)")]
    private static partial Regex Shape();
}
