using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Tests.Ledger.Conformance;

namespace TokenFinOps.Tests.Ledger;

/// <summary>Entries that an earlier version has stored.</summary>
public sealed class EntryCodecTests
{
    [Fact]
    public void An_entry_from_before_there_was_a_router_is_read_as_it_was_written()
    {
        LedgerEntry entry = EntryBuilder.Attempt(1.25m, EntryBuilder.Noon, ("team", "support"));
        byte[] written = Written(entry);

        // The first format ended where the router's part begins, which for such an entry is one byte that says there is none.
        written[0] = 1;

        Assert.Equal(EntrySheet.Of(entry), EntrySheet.Of(Read(entry, written.AsSpan(0, written.Length - 1))));
    }

    [Fact]
    public void An_entry_of_a_later_version_is_refused()
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m) with { Routing = new AttemptRouting("small") };
        byte[] written = Written(entry);
        written[0] = 3;

        Assert.Contains("later version", Assert.Throws<InvalidDataException>(() => Read(entry, written)).Message, StringComparison.Ordinal);
    }

    private static byte[] Written(LedgerEntry entry)
    {
        var writer = new ByteWriter();
        EntryCodec.Write(entry, writer);
        return writer.Written.ToArray();
    }

    private static LedgerEntry Read(LedgerEntry entry, ReadOnlySpan<byte> written)
    {
        var columns = new EntryColumns
        {
            Id = entry.Id,
            Ticks = entry.Timestamp.UtcTicks,
            RequestId = entry.RequestId,
            RunId = entry.RunId,
            ParentRunId = entry.ParentRunId,
            ListCost = entry.Cost.List,
            EffectiveCost = entry.Cost.Effective,
            BaselineCost = entry.BaselineCost,
        };
        return EntryCodec.Read(columns, new RollupKey(entry), written);
    }
}
