using System.Security.Cryptography;
using TokenFinOps.Attribution;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Writes the values of a <see cref="RollupKey"/>, and reads them back.</summary>
/// <remarks>Equal keys have equal bytes, except for the case of tag keys, which two entries may spell differently.</remarks>
internal static class RollupKeyCodec
{
    private const byte Format = 1;

    public static void Write(RollupKey key, ByteWriter writer)
    {
        writer.Byte(Format);
        writer.Text(key.Provider);
        writer.Text(key.Model);
        writer.Text(key.RequestedModel);
        writer.Text(key.Deployment);
        writer.Text(key.Operation);
        writer.Text(key.ServiceTier.Name);
        writer.Text(key.CatalogueVersion);
        writer.Text(key.ErrorType);
        writer.Text(key.FinishReason);
        writer.Text(key.Closed.Currency);
        writer.Count((ulong)key.Closed.Kind);
        writer.Count((ulong)key.Closed.Outcome);
        writer.Count((ulong)key.Closed.UsageOrigin);
        writer.Count((ulong)key.Closed.PricingStatus);
        writer.Count((ulong)key.Tags.Count);
        foreach ((string name, string value) in key.Tags)
        {
            writer.Text(name);
            writer.Text(value);
        }
    }

    /// <summary>Gets 128 bits that tell a written key from every other: the same in every process.</summary>
    public static Guid IdOf(ReadOnlySpan<byte> written)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(written, hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    public static RollupKey Read(ReadOnlySpan<byte> written)
    {
        var reader = new ByteReader(written);
        if (reader.Byte() != Format)
        {
            throw new InvalidDataException("A stored ledger key has an unknown format: it was written by a later version of TokenFinOps, or is damaged.");
        }

        var template = new LedgerEntry
        {
            Id = Guid.Empty,
            RequestId = Guid.Empty,
            Timestamp = default,
            Provider = reader.Text(),
            Model = reader.Text() ?? string.Empty,
            RequestedModel = reader.Text(),
            Deployment = reader.Text(),
            Operation = reader.Text() ?? string.Empty,
            ServiceTier = ServiceTier.Of(reader.Text()),
            CatalogueVersion = reader.Text(),
            ErrorType = reader.Text(),
            FinishReason = reader.Text(),
            Cost = CostBreakdown.Unpriced(currency: reader.Text() ?? CurrencyCode.Usd),
            Kind = (LedgerEntryKind)reader.Count(),
            Outcome = (AttemptOutcome)reader.Count(),
            UsageOrigin = (UsageOrigin)reader.Count(),
            Correction = new EntryCorrection { AttemptId = Guid.Empty, MeteredStatus = (PricingStatus)reader.Count() },
            Tags = ReadTags(ref reader),
        };
        return new RollupKey(template);
    }

    private static TagSet ReadTags(ref ByteReader reader)
    {
        var tags = new (string, string)[(int)Math.Min(reader.Count(), TagSet.MaxCount)];
        for (int i = 0; i < tags.Length; i++)
        {
            string? key = reader.Text();
            string? value = reader.Text();
            tags[i] = (key ?? string.Empty, value ?? string.Empty);
        }

        return TagSet.Of(tags);
    }
}
