using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Vectors of texts that some model made elsewhere.</summary>
/// <remarks>
/// The file, compressed or not, is little-endian: the 8 bytes <c>TFVECS01</c>; the number of rows and of dimensions, 4 bytes each; then for each row the first 8 bytes of the SHA-256 of the
/// text in UTF-8, as it stands in the data, and the vector in singles. Vectors are normalised when they are read. In Python:
/// <c>hashlib.sha256(text.encode()).digest()[:8] + vector.astype('&lt;f4').tobytes()</c>.
/// </remarks>
internal sealed class VectorFile : ITextModel
{
    private const int MostDimensions = 65_536;
    private static readonly byte[] Magic = "TFVECS01"u8.ToArray();
    private readonly Dictionary<ulong, float[]> _rows = [];

    private VectorFile(int dimensions) => Dimensions = dimensions;

    public string Prefix => string.Empty;

    public int Dimensions { get; }

    /// <exception cref="EvaluationException">There is no such file, or it is none of this format.</exception>
    public static VectorFile Read(string path)
    {
        try
        {
            using var stream = new BufferedStream(DataFile.Open(path), 1 << 16);
            byte[] head = new byte[16];
            stream.ReadExactly(head);
            int rows = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8));
            int dimensions = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(12));
            if (!head.AsSpan(0, 8).SequenceEqual(Magic) || rows < 0 || dimensions is < 1 or > MostDimensions)
            {
                throw new EvaluationException($"'{path}' is no file of vectors: it begins with TFVECS01, the number of rows and that of dimensions.");
            }

            var file = new VectorFile(dimensions);
            byte[] row = new byte[8 + (dimensions * sizeof(float))];
            for (int i = 0; i < rows; i++)
            {
                stream.ReadExactly(row);
                float[] vector = MemoryMarshal.Cast<byte, float>(row.AsSpan(8)).ToArray();
                float norm = TensorPrimitives.Norm<float>(vector);
                TensorPrimitives.Divide(vector, norm > 0 ? norm : 1, vector);
                file._rows[BinaryPrimitives.ReadUInt64LittleEndian(row)] = vector;
            }

            return file;
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            throw new EvaluationException($"'{path}' is no file of vectors, or it is cut short: {exception.Message}", exception);
        }
    }

    public static void Write(string path, ITextModel model, IReadOnlyCollection<string> texts)
    {
        using FileStream stream = File.Create(path);
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(head, texts.Count);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], model.Dimensions);
        stream.Write(Magic);
        stream.Write(head);
        float[] vector = new float[model.Dimensions];
        foreach (string text in texts)
        {
            model.Embed(text, vector);
            BinaryPrimitives.WriteUInt64LittleEndian(head, Key(text));
            stream.Write(head);
            stream.Write(MemoryMarshal.AsBytes<float>(vector));
        }
    }

    public void Embed(string text, Span<float> vector)
    {
        float[] row = _rows.GetValueOrDefault(Key(text)) ?? throw new EvaluationException($"The file of vectors has none for '{text}'.");
        row.CopyTo(vector);
    }

    private static ulong Key(string text) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
