using System.Collections.Immutable;
using System.Numerics;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Writes what is in neither an entry's <see cref="RollupKey"/> nor its <see cref="EntryColumns"/>, and puts the three together again.</summary>
/// <remarks>Everything comes back except <see cref="CostBreakdown.Card"/>: the lines say which prices were billed.</remarks>
internal static class EntryCodec
{
    private const byte Format = 4;
    private const byte WithoutCache = 3;
    private const byte WithoutCompression = 2;
    private const byte WithoutRouting = 1;

    public static void Write(LedgerEntry entry, ByteWriter writer)
    {
        writer.Byte(Format);
        writer.Signed(entry.Duration.Ticks);
        writer.Count(entry.TimeToFirstUpdate is { } first ? (ulong)first.Ticks + 1 : 0);
        writer.Count((ulong)entry.Notes);
        writer.Count(entry.PriceMatch is { } match ? (ulong)match + 1 : 0);
        writer.Text(entry.ResponseId);
        writer.Text(entry.PricedAs);
        WriteUsage(entry.Usage, writer);
        WriteCost(entry.Cost, writer);
        WriteTerms(entry.Terms, writer);
        WriteCorrection(entry.Correction, writer);
        WriteSavings(entry.SavingsByLever, writer);
        RoutingCodec.Write(entry.Routing, writer);
        CompressionCodec.Write(entry.Compression, writer);
        CacheCodec.Write(entry.Cache, writer);
    }

    public static LedgerEntry Read(in EntryColumns columns, RollupKey key, ReadOnlySpan<byte> written)
    {
        var reader = new ByteReader(written);
        byte format = reader.Byte();
        if (format is not (Format or WithoutCache or WithoutCompression or WithoutRouting))
        {
            throw new InvalidDataException($"The stored entry {columns.Id} has an unknown format: it was written by a later version of TokenFinOps, or is damaged.");
        }

        return new LedgerEntry
        {
            Id = columns.Id,
            Timestamp = new DateTimeOffset(columns.Ticks, TimeSpan.Zero),
            RequestId = columns.RequestId,
            RunId = columns.RunId,
            ParentRunId = columns.ParentRunId,
            BaselineCost = columns.BaselineCost,
            Kind = key.Closed.Kind,
            Operation = key.Operation,
            Provider = key.Provider,
            Deployment = key.Deployment,
            Model = key.Model,
            RequestedModel = key.RequestedModel,
            ServiceTier = key.ServiceTier,
            Outcome = key.Closed.Outcome,
            ErrorType = key.ErrorType,
            FinishReason = key.FinishReason,
            UsageOrigin = key.Closed.UsageOrigin,
            CatalogueVersion = key.CatalogueVersion,
            Tags = key.Tags,
            Duration = TimeSpan.FromTicks(reader.Signed()),
            TimeToFirstUpdate = reader.Count() is > 0 and var first ? TimeSpan.FromTicks((long)first - 1) : null,
            Notes = (MeteringNotes)reader.Count(),
            PriceMatch = reader.Count() is > 0 and var match ? (PriceMatchKind)(match - 1) : null,
            ResponseId = reader.Text(),
            PricedAs = reader.Text(),
            Usage = ReadUsage(ref reader),
            Cost = ReadCost(ref reader, columns, key.Closed.Currency),
            Terms = ReadTerms(ref reader),
            Correction = ReadCorrection(ref reader),
            SavingsByLever = ReadSavings(ref reader),
            Routing = format == WithoutRouting ? null : RoutingCodec.Read(ref reader),
            Compression = format >= WithoutCache ? CompressionCodec.Read(ref reader) : null,
            Cache = format >= Format ? CacheCodec.Read(ref reader) : null,
        };
    }

    private static void WriteUsage(in Usage usage, ByteWriter writer)
    {
        writer.Count(usage.Mask);
        writer.Bool(usage.IsWhole);
        foreach (long amount in usage.WholeAmounts)
        {
            writer.Signed(amount);
        }

        foreach (decimal amount in usage.ExactAmounts)
        {
            writer.Decimal(amount);
        }
    }

    private static Usage ReadUsage(ref ByteReader reader)
    {
        ulong mask = reader.Count();
        bool isWhole = reader.Bool();
        int count = BitOperations.PopCount(mask);
        if (mask == 0)
        {
            return Usage.None;
        }

        if (!isWhole)
        {
            var exact = new decimal[count];
            for (int i = 0; i < count; i++)
            {
                exact[i] = reader.Decimal();
            }

            return new Usage(mask, exact);
        }

        var whole = new long[count];
        for (int i = 0; i < count; i++)
        {
            whole[i] = reader.Signed();
        }

        return new Usage(mask, whole);
    }

    private static void WriteCost(CostBreakdown cost, ByteWriter writer)
    {
        writer.Count((ulong)cost.Status);
        writer.Bool(cost.IsProviderReported);
        writer.Count((ulong)cost.Issues);
        writer.Count(cost.Missing.Mask);
        ImmutableArray<CostLine> lines = cost.Lines;
        writer.Count((ulong)lines.Length);
        foreach (ref readonly CostLine line in lines.AsSpan())
        {
            writer.Count((ulong)line.Kind);
            writer.Decimal(line.Quantity);
            writer.Decimal(line.Amount);
            writer.Signed(line.Per);
        }
    }

    private static CostBreakdown ReadCost(ref ByteReader reader, in EntryColumns columns, string currency)
    {
        var status = (PricingStatus)reader.Count();
        bool isProviderReported = reader.Bool();
        var issues = (PricingIssues)reader.Count();
        var missing = new UsageKindSet(reader.Count());
        var lines = new CostLine[(int)Math.Min(reader.Count(), 1_000)];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = new CostLine((UsageKind)reader.Count(), reader.Decimal(), reader.Decimal(), (int)reader.Signed());
        }

        return new CostBreakdown(status, columns.ListCost, columns.EffectiveCost, currency, [.. lines])
        {
            IsProviderReported = isProviderReported,
            Issues = issues,
            Missing = missing,
        };
    }

    private static void WriteTerms(PricingTerms? terms, ByteWriter writer)
    {
        writer.Bool(terms is not null);
        if (terms is null)
        {
            return;
        }

        writer.Text(terms.Region);
        writer.Decimal(terms.Adjustment.DiscountPercent);
        writer.Decimal(terms.Adjustment.MarginPercent);
        writer.Decimal(terms.Adjustment.FixedPerCall);
        writer.Count((ulong)terms.MissingRates);
    }

    private static PricingTerms? ReadTerms(ref ByteReader reader) => !reader.Bool() ? null : new PricingTerms
    {
        Region = reader.Text(),
        Adjustment = new PriceAdjustment { DiscountPercent = reader.Decimal(), MarginPercent = reader.Decimal(), FixedPerCall = reader.Decimal() },
        MissingRates = (MissingRatePolicy)reader.Count(),
    };

    private static void WriteCorrection(EntryCorrection? correction, ByteWriter writer)
    {
        writer.Bool(correction is not null);
        if (correction is null)
        {
            return;
        }

        writer.Id(correction.AttemptId);
        writer.Count((ulong)correction.MeteredStatus);
        writer.Count(correction.PreviousStatus is { } previous ? (ulong)previous + 1 : 0);
    }

    private static EntryCorrection? ReadCorrection(ref ByteReader reader) => !reader.Bool() ? null : new EntryCorrection
    {
        AttemptId = reader.Id(),
        MeteredStatus = (PricingStatus)reader.Count(),
        PreviousStatus = reader.Count() is > 0 and var previous ? (PricingStatus)(previous - 1) : null,
    };

    private static void WriteSavings(LeverSavings? savings, ByteWriter writer)
    {
        writer.Bool(savings is not null);
        if (savings is null)
        {
            return;
        }

        writer.Decimal(savings.Cache);
        writer.Decimal(savings.Router);
        writer.Decimal(savings.Compressor);
    }

    private static LeverSavings? ReadSavings(ref ByteReader reader) =>
        reader.Bool() ? new LeverSavings { Cache = reader.Decimal(), Router = reader.Decimal(), Compressor = reader.Decimal() } : null;
}
