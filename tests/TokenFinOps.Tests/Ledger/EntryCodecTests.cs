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

        // The first format ended where the router's part begins; for such an entry it, the compressor's and the cache's part are one byte each that says there is none.
        written[0] = 1;

        Assert.Equal(EntrySheet.Of(entry), EntrySheet.Of(Read(entry, written.AsSpan(0, written.Length - 3))));
    }

    [Fact]
    public void An_entry_from_before_there_was_a_compressor_is_read_as_it_was_written()
    {
        LedgerEntry entry = EntryBuilder.Attempt(1.25m) with { Routing = new AttemptRouting("small") };
        byte[] written = Written(entry);
        written[0] = 2;

        LedgerEntry read = Read(entry, written.AsSpan(0, written.Length - 2));

        Assert.Equal(entry.Routing, read.Routing);
        Assert.Null(read.Compression);
    }

    [Fact]
    public void An_entry_from_before_there_was_a_cache_is_read_as_it_was_written()
    {
        LedgerEntry entry = EntryBuilder.Attempt(1.25m) with { Compression = new AttemptCompression(CompressionMode.On, 10, 5) };
        byte[] written = Written(entry);
        written[0] = 3;

        LedgerEntry read = Read(entry, written.AsSpan(0, written.Length - 1));

        Assert.Equal(entry.Compression, read.Compression);
        Assert.Null(read.Cache);
    }

    [Fact]
    public void What_the_cache_did_comes_back()
    {
        var cache = new AttemptCache(CacheMode.Shadow, CacheLookup.SemanticHit)
        {
            EntryId = Guid.NewGuid(), Similarity = 0.913f, Age = TimeSpan.FromSeconds(90), Reason = "near enough", Saved = 0.0000125m,
        };
        var bare = new AttemptCache(CacheMode.On, CacheLookup.Missed);

        Assert.Equal(cache, Read(EntryBuilder.Attempt(1m), Written(EntryBuilder.Attempt(1m) with { Cache = cache })).Cache);
        Assert.Equal(bare, Read(EntryBuilder.Attempt(1m), Written(EntryBuilder.Attempt(1m) with { Cache = bare })).Cache);
    }

    [Fact]
    public void What_the_compressor_did_comes_back()
    {
        var compression = new AttemptCompression(CompressionMode.Shadow, 1_000, 600)
        {
            Saved = 0.0004m,
            Steps = [new CompressionSum(CompressionStep.Tabulated, 2, 390), new CompressionSum(CompressionStep.Stubbed, 1, 10)],
        };
        LedgerEntry entry = EntryBuilder.Attempt(1m) with { Compression = compression };

        Assert.Equal(compression, Read(entry, Written(entry)).Compression);
    }

    [Fact]
    public void An_entry_of_a_later_version_is_refused()
    {
        LedgerEntry entry = EntryBuilder.Attempt(1m) with { Routing = new AttemptRouting("small") };
        byte[] written = Written(entry);
        written[0] = 5;

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
