using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Writes what the compressor did to an attempt's prompt, and reads it.</summary>
internal static class CompressionCodec
{
    private const int MostSteps = 256;

    public static void Write(AttemptCompression? compression, ByteWriter writer)
    {
        writer.Bool(compression is not null);
        if (compression is null)
        {
            return;
        }

        writer.Byte((byte)compression.Mode);
        writer.Signed(compression.TokensBefore);
        writer.Signed(compression.TokensAfter);
        writer.Decimal(compression.Saved);
        writer.Count((ulong)compression.Steps.Length);
        foreach (CompressionSum sum in compression.Steps)
        {
            writer.Byte((byte)sum.Step);
            writer.Count((ulong)sum.Blocks);
            writer.Signed(sum.TokensSaved);
        }
    }

    public static AttemptCompression? Read(ref ByteReader reader)
    {
        if (!reader.Bool())
        {
            return null;
        }

        var compression = new AttemptCompression((CompressionMode)reader.Byte(), reader.Signed(), reader.Signed()) { Saved = reader.OptionalDecimal() };
        var steps = new CompressionSum[(int)Math.Min(reader.Count(), MostSteps)];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = new CompressionSum((CompressionStep)reader.Byte(), (int)reader.Count(), reader.Signed());
        }

        return compression with { Steps = [.. steps] };
    }
}
