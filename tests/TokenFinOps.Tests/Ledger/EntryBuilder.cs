using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger;

/// <summary>Makes ledger entries; a test changes what it is about with <c>with</c>.</summary>
internal static class EntryBuilder
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static LedgerEntry Attempt(decimal cost = 0.01m, DateTimeOffset? at = null, params ReadOnlySpan<(string Key, string Value)> tags) => new()
    {
        Id = Guid.NewGuid(),
        RequestId = Guid.NewGuid(),
        Timestamp = at ?? Noon,
        Model = "gpt-x",
        Provider = "openai",
        UsageOrigin = UsageOrigin.Reported,
        Usage = Usage.Of(input: 1_000, output: 100),
        Duration = TimeSpan.FromSeconds(2),
        Cost = Priced(cost),
        BaselineCost = cost,
        Tags = TagSet.Of(tags),
    };

    public static LedgerEntry Unpriced(DateTimeOffset? at = null, params ReadOnlySpan<(string Key, string Value)> tags) =>
        Attempt(0m, at, tags) with { Cost = CostBreakdown.Unpriced(), BaselineCost = null };

    public static CostBreakdown Priced(decimal list, decimal? effective = null, string currency = "USD") =>
        new(PricingStatus.Priced, list, effective ?? list, currency, [new CostLine(UsageKind.InputTokens, 1, list, 1)]);
}
