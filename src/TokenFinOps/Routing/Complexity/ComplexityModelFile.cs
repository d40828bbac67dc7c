using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TokenFinOps.Routing.Complexity;

/// <summary>
/// The format of model files, little-endian: magic "TFCM", version, figures, features, calibration, a byte for every term, and XxHash3 of all that.
/// </summary>
internal static class ComplexityModelFile
{
    private const uint Magic = 0x4D43_4654;
    private const int Version = 1;
    private const int MostBytes = 64 * 1024;
    private const int HeaderBytes = 8;
    private const int ChecksumBytes = 8;
    private const int MinimumBits = 8;
    private const int MaximumBits = 15;

    // Gains lie within −1 and 1; what is a million times as large was not trained, and sums of it might be no numbers.
    private const float LargestWeight = 1_000_000;
    private const string Cure = "Train the model again, or take an undamaged copy.";

    public static byte[] Write(ComplexityModel model)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Magic);
        writer.Write(Version);
        WriteFigures(writer, model.Figures);
        QuantisedWeights weights = model.Weights;
        writer.Write(weights.Bias);
        writer.Write(weights.Scale);
        WriteFloats(writer, weights.Features);
        WriteFloats(writer, [.. model.Calibration.Scores]);
        WriteFloats(writer, [.. model.Calibration.Probabilities]);
        writer.Write(weights.Bits);
        writer.Write(MemoryMarshal.AsBytes<sbyte>(weights.Terms));
        writer.Write(XxHash3.HashToUInt64(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">It is no model, is damaged, or was written by a later version.</exception>
    public static ComplexityModel Read(Stream stream)
    {
        byte[] bytes = ReadAll(stream);
        Check(bytes);
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, HeaderBytes, bytes.Length - HeaderBytes - ChecksumBytes));
            return ReadModel(reader);
        }
        catch (EndOfStreamException exception)
        {
            throw Damaged("it is too short", exception);
        }
    }

    private static ComplexityModel ReadModel(BinaryReader reader)
    {
        ComplexityModelFigures figures = ReadFigures(reader);
        float bias = reader.ReadSingle();
        float scale = reader.ReadSingle();
        float[] features = ReadFloats(reader);
        float[] scores = ReadFloats(reader);
        float[] probabilities = ReadFloats(reader);
        int bits = reader.ReadInt32();
        if (features.Length != PromptCounts.Features || scores.Length == 0 || scores.Length != probabilities.Length || bits is < MinimumBits or > MaximumBits)
        {
            throw Damaged("its parts do not fit each other");
        }

        if (!AreWeights([bias, scale, .. features]))
        {
            throw Damaged("a weight is no number, or none that training gives");
        }

        if (!ScoreCalibration.IsOne(scores, probabilities))
        {
            throw Damaged("its calibration does not fall from probability to probability");
        }

        sbyte[] terms = MemoryMarshal.Cast<byte, sbyte>(reader.ReadBytes(1 << bits)).ToArray();
        return terms.Length == 1 << bits && reader.BaseStream.Position == reader.BaseStream.Length
            ? new ComplexityModel(new QuantisedWeights(bias, scale, terms, features), new ScoreCalibration(scores, probabilities), figures)
            : throw Damaged("its length is not the one it names");
    }

    private static bool AreWeights(ReadOnlySpan<float> weights)
    {
        foreach (float weight in weights)
        {
            // NaN fails this too.
            if (!(Math.Abs(weight) <= LargestWeight))
            {
                return false;
            }
        }

        return true;
    }

    private static void WriteFigures(BinaryWriter writer, ComplexityModelFigures figures)
    {
        writer.Write(figures.Examples);
        writer.Write(figures.TrainedAt.UtcTicks);
        writer.Write(figures.CheapQuality);
        writer.Write(figures.BaselineQuality);
        writer.Write(figures.Apgr);
        writer.Write(figures.ApgrLow);
        writer.Write(figures.ApgrHigh);
        writer.Write(figures.LengthApgr);
        writer.Write(figures.Variants);
    }

    private static ComplexityModelFigures ReadFigures(BinaryReader reader) => new()
    {
        Examples = reader.ReadInt32(),
        TrainedAt = new DateTimeOffset(Math.Clamp(reader.ReadInt64(), 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero),
        CheapQuality = reader.ReadDouble(),
        BaselineQuality = reader.ReadDouble(),
        Apgr = reader.ReadDouble(),
        ApgrLow = reader.ReadDouble(),
        ApgrHigh = reader.ReadDouble(),
        LengthApgr = reader.ReadDouble(),
        Variants = reader.ReadInt32(),
    };

    private static void WriteFloats(BinaryWriter writer, float[] values)
    {
        writer.Write(values.Length);
        Array.ForEach(values, writer.Write);
    }

    private static float[] ReadFloats(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count < 0 || count > MostBytes / sizeof(float))
        {
            throw Damaged($"it names {count} values");
        }

        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = reader.ReadSingle();
        }

        return values;
    }

    private static byte[] ReadAll(Stream stream)
    {
        byte[] buffer = new byte[MostBytes + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= MostBytes ? buffer[..length] : throw new InvalidDataException($"A complexity model has at most {MostBytes} bytes, and this has more: it is something else.");
    }

    private static void Check(byte[] bytes)
    {
        if (bytes.Length < HeaderBytes + ChecksumBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new InvalidDataException("This is no complexity model: it does not begin like one. Give the file that ComplexityModel.Save wrote.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(sizeof(uint)));
        if (version > Version)
        {
            throw new InvalidDataException($"The complexity model has version {version}, and this library reads up to {Version}. Use the library's later version, or train the model with this one.");
        }

        ulong written = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(bytes.Length - ChecksumBytes));
        if (version != Version || written != XxHash3.HashToUInt64(bytes.AsSpan(0, bytes.Length - ChecksumBytes)))
        {
            throw Damaged("its checksum is wrong");
        }
    }

    private static InvalidDataException Damaged(string how, Exception? inner = null) => new($"The complexity model is damaged: {how}. {Cure}", inner);
}
