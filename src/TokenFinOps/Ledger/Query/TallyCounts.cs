using TokenFinOps.Ledger.Storage;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Query;

/// <summary>Counts entries. A correction moves its attempt from one pricing status to another and is no attempt itself.</summary>
/// <remarks>A mutable value type: not thread-safe.</remarks>
internal struct TallyCounts
{
    public long Attempts;
    public long Corrections;
    public long Unpriced;
    public long PartiallyPriced;
    public long EstimatedUsage;
    public long UnknownUsage;
    public long Failed;
    public long Cancelled;
    public long Abandoned;
    public long Compared;
    public long CacheHits;

    public void Add(LedgerEntry entry)
    {
        if (entry.Kind == LedgerEntryKind.Event)
        {
            return;
        }

        if (entry.Kind == LedgerEntryKind.Correction)
        {
            Corrections++;
            if (entry.Correction?.PreviousStatus is { } previous)
            {
                CountStatus(previous, entry.BaselineCost, -1);
                CountStatus(entry.Cost.Status, entry.BaselineCost, 1);
            }

            return;
        }

        if (entry.Kind == LedgerEntryKind.CacheHit)
        {
            CacheHits++;
            Compared += entry.BaselineCost is null ? 0 : 1;
            return;
        }

        Attempts++;
        CountStatus(entry.Cost.Status, entry.BaselineCost, 1);
        CountUsage(entry.UsageOrigin);
        CountOutcome(entry.Outcome);
    }

    public void Add(in TallyCounts other)
    {
        Attempts += other.Attempts;
        Corrections += other.Corrections;
        Unpriced += other.Unpriced;
        PartiallyPriced += other.PartiallyPriced;
        EstimatedUsage += other.EstimatedUsage;
        UnknownUsage += other.UnknownUsage;
        Failed += other.Failed;
        Cancelled += other.Cancelled;
        Abandoned += other.Abandoned;
        Compared += other.Compared;
        CacheHits += other.CacheHits;
    }

    public readonly void Write(ByteWriter writer)
    {
        writer.Signed(Attempts);
        writer.Signed(Corrections);
        writer.Signed(Unpriced);
        writer.Signed(PartiallyPriced);
        writer.Signed(EstimatedUsage);
        writer.Signed(UnknownUsage);
        writer.Signed(Failed);
        writer.Signed(Cancelled);
        writer.Signed(Abandoned);
        writer.Signed(Compared);
        writer.Signed(CacheHits);
    }

    public void Add(ref ByteReader reader, bool hasCacheHits)
    {
        Attempts += reader.Signed();
        Corrections += reader.Signed();
        Unpriced += reader.Signed();
        PartiallyPriced += reader.Signed();
        EstimatedUsage += reader.Signed();
        UnknownUsage += reader.Signed();
        Failed += reader.Signed();
        Cancelled += reader.Signed();
        Abandoned += reader.Signed();
        Compared += reader.Signed();
        CacheHits += hasCacheHits ? reader.Signed() : 0;
    }

    private void CountStatus(PricingStatus status, decimal? baseline, int step)
    {
        switch (status)
        {
            case PricingStatus.Unpriced:
                Unpriced += step;
                return;
            case PricingStatus.PartiallyPriced:
                PartiallyPriced += step;
                break;
        }

        if (baseline is not null)
        {
            Compared += step;
        }
    }

    private void CountUsage(UsageOrigin origin)
    {
        EstimatedUsage += origin == UsageOrigin.Estimated ? 1 : 0;
        UnknownUsage += origin == UsageOrigin.Unknown ? 1 : 0;
    }

    private void CountOutcome(AttemptOutcome outcome)
    {
        Failed += outcome == AttemptOutcome.Failed ? 1 : 0;
        Cancelled += outcome == AttemptOutcome.Cancelled ? 1 : 0;
        Abandoned += outcome == AttemptOutcome.Abandoned ? 1 : 0;
    }
}
