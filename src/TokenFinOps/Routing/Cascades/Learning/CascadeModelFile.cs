using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>The format of model files, little-endian: magic "TFCA", version, figures, the weights of prompts by member, the stages, and XxHash3 of all that.</summary>
internal static class CascadeModelFile
{
    private const uint Magic = 0x4143_4654;
    private const int Version = 1;
    private const int MostBytes = 512 * 1024;
    private const int MostPatterns = 5_000;
    private const int HeaderBytes = 8;
    private const int ChecksumBytes = 8;

    public static byte[] Write(CascadeModel model)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(model.Figures.Examples);
        writer.Write(model.Figures.QualityRatio);
        writer.Write(model.Figures.CostRatio);
        writer.Write(model.Figures.Price);
        writer.Write(model.Members);
        Array.ForEach(model.Prompts, weights => WriteWeights(writer, weights));
        writer.Write(model.Stages.Length);
        Array.ForEach(model.Stages, stage => WriteStage(writer, stage));
        writer.Write(XxHash3.HashToUInt64(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">It is no model, is damaged, or was written by a later version.</exception>
    public static CascadeModel Read(Stream stream)
    {
        byte[] buffer = new byte[MostBytes + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        Check(buffer.AsSpan(0, length));
        try
        {
            using var reader = new BinaryReader(new MemoryStream(buffer, HeaderBytes, length - HeaderBytes - ChecksumBytes));
            CascadeModel model = ReadModel(reader);
            return reader.BaseStream.Position == reader.BaseStream.Length ? model : throw Damaged("its length is not the one it names");
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException or IOException)
        {
            throw Damaged("its parts do not fit each other", exception);
        }
    }

    private static CascadeModel ReadModel(BinaryReader reader)
    {
        var figures = new CascadeModelFigures { Examples = reader.ReadInt32(), QualityRatio = reader.ReadDouble(), CostRatio = reader.ReadDouble(), Price = reader.ReadDouble() };
        int members = Within(reader.ReadInt32(), 1, AnswerPattern.MostMembers);
        QuantisedWeights[] prompts = [.. Enumerable.Range(0, members + 1).Select(_ => ReadWeights(reader))];
        int stages = reader.ReadInt32();
        return (stages == 0 || stages == members) && prompts.All(each => each.Bits == prompts[0].Bits)
            ? new CascadeModel(prompts, [.. Enumerable.Range(0, stages).Select(stage => ReadStage(reader, members, stage))], figures)
            : throw Damaged("its stages do not fit its members");
    }

    private static void WriteWeights(BinaryWriter writer, QuantisedWeights weights)
    {
        writer.Write(weights.Bias);
        writer.Write(weights.Scale);
        Array.ForEach(weights.Features, writer.Write);
        writer.Write(weights.Bits);
        writer.Write(MemoryMarshal.AsBytes<sbyte>(weights.Terms));
    }

    private static QuantisedWeights ReadWeights(BinaryReader reader)
    {
        float bias = reader.ReadSingle();
        float scale = reader.ReadSingle();
        float[] features = [.. Enumerable.Range(0, PromptCounts.Features).Select(_ => reader.ReadSingle())];
        int count = 1 << Within(reader.ReadInt32(), 8, 15);
        sbyte[] terms = MemoryMarshal.Cast<byte, sbyte>(reader.ReadBytes(count)).ToArray();
        return terms.Length == count ? new QuantisedWeights(bias, scale, terms, features) : throw Damaged("it is too short");
    }

    private static void WriteStage(BinaryWriter writer, CascadeStage stage)
    {
        foreach (PatternRegression regression in stage.Gains.Append(stage.BaselineCost))
        {
            WriteRegression(writer, regression);
        }

        if (stage.NextCost is { } cost && stage.Later is { } later)
        {
            WriteRegression(writer, cost);
            WriteRegression(writer, later);
        }
    }

    private static CascadeStage ReadStage(BinaryReader reader, int members, int stage)
    {
        int features = StageFeatures.Count(members, stage + 1);
        bool isLast = stage + 1 == members;
        return new CascadeStage(
            [.. Enumerable.Range(0, stage + 1).Select(_ => ReadRegression(reader, features))],
            ReadRegression(reader, features),
            isLast ? null : ReadRegression(reader, features),
            isLast ? null : ReadRegression(reader, features));
    }

    private static void WriteRegression(BinaryWriter writer, PatternRegression regression)
    {
        Array.ForEach(regression.Common, writer.Write);
        writer.Write(regression.ByPattern.Count);
        foreach ((string pattern, double[] weights) in regression.ByPattern.OrderBy(static each => each.Key, StringComparer.Ordinal))
        {
            writer.Write(pattern);
            Array.ForEach(weights, writer.Write);
        }
    }

    private static PatternRegression ReadRegression(BinaryReader reader, int features)
    {
        double[] common = ReadDoubles(reader, features + 1);
        var byPattern = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (int left = Within(reader.ReadInt32(), 0, MostPatterns); left > 0; left--)
        {
            byPattern.Add(reader.ReadString(), ReadDoubles(reader, features + 1));
        }

        return new PatternRegression(byPattern, common);
    }

    private static double[] ReadDoubles(BinaryReader reader, int count) => [.. Enumerable.Range(0, count).Select(_ => reader.ReadDouble())];

    private static int Within(int value, int least, int most) => value >= least && value <= most ? value : throw Damaged($"it names {value} parts");

    private static void Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes + ChecksumBytes || bytes.Length > MostBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new InvalidDataException("This is no model of a cascade: it does not begin like one, or is too long. Give the file that CascadeModel.Save wrote.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(uint)..]);
        if (version > Version)
        {
            throw new InvalidDataException($"The model of a cascade has version {version}, and this library reads up to {Version}. Use the library's later version, or train the model with this one.");
        }

        if (version != Version || BinaryPrimitives.ReadUInt64LittleEndian(bytes[^ChecksumBytes..]) != XxHash3.HashToUInt64(bytes[..^ChecksumBytes]))
        {
            throw Damaged("its checksum is wrong");
        }
    }

    private static InvalidDataException Damaged(string how, Exception? inner = null) => new($"The model of a cascade is damaged: {how}. Train the model again, or take an undamaged copy.", inner);
}
