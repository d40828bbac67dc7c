using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.LedgerWriter;

/// <summary>The entries that a writer process writes: the same for the same seed, so that a test knows what must be there.</summary>
public static class WriterEntries
{
    private static readonly RateCard Card = new(new Rate(UsageKind.InputTokens, 0.123456789m), new Rate(UsageKind.OutputTokens, 7.000000001m));
    private static readonly DateTimeOffset Start = new(2026, 10, 30, 20, 0, 0, TimeSpan.Zero);

    public static LedgerEntry Make(int seed, int index)
    {
        Usage usage = Usage.Of(input: 1_000 + (index * 7 % 997), output: 10 + (index * 13 % 89));
        CostBreakdown cost = CostCalculator.Price(usage, Card);
        return new LedgerEntry
        {
            Id = IdOf(seed, index),
            RequestId = IdOf(seed, index / 2),
            RunId = $"run-{seed}-{index / 10}",
            ParentRunId = index % 3 == 0 ? $"run-{seed}" : null,
            Timestamp = Start.AddMinutes(seed + (index * 17 % 6_000)).AddTicks(index),
            Provider = "openai",
            Model = index % 4 == 0 ? "gpt-large" : "gpt-small",
            Usage = usage,
            UsageOrigin = UsageOrigin.Reported,
            Cost = cost,
            BaselineCost = cost.Effective,
            Duration = TimeSpan.FromMilliseconds(100 + (index % 900)),
            Tags = TagSet.Of(("team", $"team-{index % 5}"), ("feature", $"feature-{index % 3}")),
        };
    }

    // Spread over all values, as ids of calls are: every process writes everywhere.
    private static Guid IdOf(int seed, int index) => new((int)(index * 2_654_435_761L), (short)seed, (short)index, BitConverter.GetBytes(((long)seed << 32) | (uint)index));
}
