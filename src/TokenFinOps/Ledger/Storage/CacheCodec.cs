using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Writes what the semantic cache did about a request, and reads it.</summary>
internal static class CacheCodec
{
    public static void Write(AttemptCache? cache, ByteWriter writer)
    {
        writer.Bool(cache is not null);
        if (cache is null)
        {
            return;
        }

        writer.Byte((byte)cache.Mode);
        writer.Byte((byte)cache.Lookup);
        writer.Bool(cache.EntryId is not null);
        if (cache.EntryId is { } id)
        {
            writer.Id(id);
        }

        writer.Bool(cache.Similarity is not null);
        if (cache.Similarity is { } similarity)
        {
            writer.Signed(BitConverter.SingleToInt32Bits(similarity));
        }

        writer.Count(cache.Age is { } age ? (ulong)Math.Max(0, age.Ticks) + 1 : 0);
        writer.Text(cache.Reason);
        writer.Decimal(cache.Saved);
    }

    public static AttemptCache? Read(ref ByteReader reader)
    {
        if (!reader.Bool())
        {
            return null;
        }

        return new AttemptCache((CacheMode)reader.Byte(), (CacheLookup)reader.Byte())
        {
            EntryId = reader.Bool() ? reader.Id() : null,
            Similarity = reader.Bool() ? BitConverter.Int32BitsToSingle((int)reader.Signed()) : null,
            Age = reader.Count() is > 0 and var ticks ? TimeSpan.FromTicks((long)ticks - 1) : null,
            Reason = reader.Text(),
            Saved = reader.OptionalDecimal(),
        };
    }
}
