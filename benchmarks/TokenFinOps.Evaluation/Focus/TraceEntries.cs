using TokenFinOps.Attribution;
using TokenFinOps.Evaluation.Replay;
using TokenFinOps.Evaluation.Traces;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Focus;

/// <summary>Makes ledger entries: of a trace's rows, or of a year that never was.</summary>
internal static class TraceEntries
{
    private static readonly DateTimeOffset Year = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Length = TimeSpan.FromDays(365);

    /// <summary>Makes an entry of each row of a trace, in the order of time.</summary>
    public static IEnumerable<LedgerEntry> Of(IEnumerable<TraceCall> calls, RateCard card) => calls.OrderBy(static call => call.Timestamp).Select(call =>
    {
        Usage usage = call.ToUsage();
        return Entry(Guid.NewGuid(), call.Timestamp, call.Model ?? TraceChatClient.Model, usage, CostCalculator.Price(usage, card), Client(call));
    });

    /// <summary>Makes a year of calls: six models, forty teams with five features each, prompt caches, batches, reasoning.</summary>
    public static IEnumerable<LedgerEntry> OfYear(long count, int seed)
    {
        var random = new Random(seed);
        RateCard[] cards = [.. Enumerable.Range(1, 6).Select(static model => new RateCard(
            new Rate(UsageKind.InputTokens, 0.4m * model), new Rate(UsageKind.CacheReadTokens, 0.04m * model), new Rate(UsageKind.OutputTokens, 1.6m * model)))];
        TagSet[] tags = [.. Enumerable.Range(0, 200).Select(static index => TagSet.Of(("team", $"team-{index / 5}"), ("feature", $"feature-{index % 5}"), ("environment", "prod")))];
        for (long index = 0; index < count; index++)
        {
            int model = random.Next(cards.Length);
            long input = random.NextInt64(20, 8_000);
            Usage usage = Usage.Of(input, random.NextInt64(5, 900), cached: random.Next(3) == 0 ? input / 2 : null, reasoning: model > 3 ? 3 : null);
            DateTimeOffset moment = Year.AddTicks((long)(Length.Ticks * ((double)index / count)));
            yield return Entry(new Guid((int)index, (short)(index >> 32), 1, 0, 0, 0, 0, 0, 0, 0, 0), moment, $"model-{model}", usage, CostCalculator.Price(usage, cards[model]), tags[random.Next(tags.Length)])
                with { ServiceTier = random.Next(10) == 0 ? ServiceTier.Batch : ServiceTier.Standard };
        }
    }

    private static TagSet Client(TraceCall call) => call.Client is { } client ? TagSet.Of((LedgerReading.Client, client)) : TagSet.Empty;

    private static LedgerEntry Entry(Guid id, DateTimeOffset moment, string model, Usage usage, CostBreakdown cost, TagSet tags) => new()
    {
        Id = id,
        RequestId = id,
        Timestamp = moment,
        Provider = TraceChatClient.Provider,
        Model = model,
        Usage = usage,
        UsageOrigin = UsageOrigin.Reported,
        Cost = cost,
        BaselineCost = cost.Effective,
        Tags = tags,
    };
}
