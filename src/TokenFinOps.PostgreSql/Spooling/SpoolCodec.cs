using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Spooling;

/// <summary>Writes the columns of an entry as bytes, and reads them back. The key and the details have codecs of their own.</summary>
internal static class SpoolCodec
{
    private const byte Format = 1;

    public static void Write(LedgerEntry entry, ByteWriter writer)
    {
        writer.Byte(Format);
        writer.Id(entry.Id);
        writer.Signed(entry.Timestamp.UtcTicks);
        writer.Id(entry.RequestId);
        writer.Text(ServerText.Escape(entry.RunId));
        writer.Text(ServerText.Escape(entry.ParentRunId));
        writer.Decimal(entry.Cost.List);
        writer.Decimal(entry.Cost.Effective);
        writer.Decimal(entry.BaselineCost);
    }

    public static EntryColumns Read(ReadOnlySpan<byte> written)
    {
        var reader = new ByteReader(written);
        return reader.Byte() == Format
            ? new EntryColumns
            {
                Id = reader.Id(),
                Ticks = reader.Signed(),
                RequestId = reader.Id(),
                RunId = ServerText.Unescape(reader.Text()),
                ParentRunId = ServerText.Unescape(reader.Text()),
                ListCost = reader.OptionalDecimal(),
                EffectiveCost = reader.OptionalDecimal(),
                BaselineCost = reader.OptionalDecimal(),
            }
            : throw new InvalidDataException("A spooled ledger entry has an unknown format: it was written by a later version of TokenFinOps, or is damaged.");
    }
}
