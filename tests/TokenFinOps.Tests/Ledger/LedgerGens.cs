using CsCheck;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger;

/// <summary>Random entries of every sort: priced, unpriced, corrected, in several currencies, with costs that decimal addition would round.</summary>
internal static class LedgerGens
{
    private static readonly Gen<TagSet> Tags =
        from team in Gen.OneOf<string?>(null, "support", "sales", LedgerDimension.OverflowValue)
        from user in Gen.Int[0, 5]
        select team is null ? TagSet.Of(("user", $"u{user}")) : TagSet.Of(("user", $"u{user}"), ("team", team));

    /// <summary>Gets entries whose costs have so many digits that their sum may not fit into a decimal.</summary>
    public static Gen<LedgerEntry> Entry { get; } = EntryWith(28);

    /// <summary>Gets entries whose costs have digits as prices have, so that any sum of them fits into a decimal.</summary>
    public static Gen<LedgerEntry> OrdinaryEntry { get; } = EntryWith(15);

    public static Gen<LedgerDimension> Dimension { get; } = Gen.OneOf<LedgerDimension>(
        "team", "user", LedgerDimension.Model, LedgerDimension.Outcome, LedgerDimension.PricingStatus, LedgerDimension.EntryKind, LedgerDimension.UsageOrigin);

    public static Gen<LedgerQuery> Query { get; } =
        from dimensions in Dimension.Array[0, 3]
        from bucket in Gen.Enum<TimeBucket>()
        from zone in Gen.OneOf("UTC", "Europe/Berlin", "America/New_York")
        from measure in Gen.Enum<LedgerMeasure>()
        from rank in Gen.Bool
        select LedgerQuery.All.GroupBy([.. dimensions.Distinct()]).By(bucket, TimeZoneInfo.FindSystemTimeZoneById(zone)) with
        {
            Measure = rank ? measure : null,
        };

    private static Gen<LedgerEntry> EntryWith(byte digits) =>
        from id in Gen.Guid
        from minutes in Gen.Int[0, 60 * 24 * 3]
        from model in Gen.OneOf("small", "large")
        from run in Gen.OneOf<string?>(null, "r1", "r2")
        from outcome in Gen.Enum<AttemptOutcome>()
        from origin in Gen.Enum<UsageOrigin>()
        from cost in BreakdownWith(digits)
        from baseline in CostWith(digits).Nullable()
        from tags in Tags
        from tokens in Gen.Long[0, 100_000]
        from milliseconds in Gen.Int[0, 100_000]
        from firstUpdate in Gen.Int[0, 5_000].Nullable()
        from previous in Gen.Enum<PricingStatus>().Nullable()
        from saved in CostWith(digits).Nullable()
        from isCorrection in Gen.Frequency((4, false), (1, true))
        select new LedgerEntry
        {
            Id = id,
            RequestId = id,
            RunId = run,
            Kind = isCorrection ? LedgerEntryKind.Correction : LedgerEntryKind.Attempt,
            Timestamp = new DateTimeOffset(2026, 3, 28, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes),
            Model = model,
            Outcome = outcome,
            UsageOrigin = origin,
            Cost = cost,
            BaselineCost = baseline,
            Tags = tags,
            Usage = isCorrection ? Usage.None : Usage.Of(input: tokens, cached: tokens / 2),
            Duration = TimeSpan.FromMilliseconds(isCorrection ? 0 : milliseconds),
            TimeToFirstUpdate = isCorrection || firstUpdate is null ? null : TimeSpan.FromMilliseconds(firstUpdate.Value),
            Correction = isCorrection ? new EntryCorrection { AttemptId = id, MeteredStatus = cost.Status, PreviousStatus = previous } : null,
            SavingsByLever = saved is { } amount ? new LeverSavings { Cache = amount, Router = -amount / 2, Compressor = 1m } : null,
        };

    private static Gen<decimal> CostWith(byte digits) => Gen.OneOf(
        Gen.Const(0m),
        Gen.Select(Gen.Long[0, 1_000_000_000], Gen.Byte[0, digits], static (units, scale) => new decimal((int)units, (int)(units >> 32), 0, false, scale)));

    private static Gen<CostBreakdown> BreakdownWith(byte digits) =>
        from status in Gen.Enum<PricingStatus>()
        from list in CostWith(digits)
        from effective in CostWith(digits)
        from currency in Gen.OneOf("USD", "USD", "EUR")
        from kind in Gen.OneOf(UsageKind.InputTokens, UsageKind.OutputTokens, UsageKind.WebSearches)
        select status == PricingStatus.Unpriced
            ? CostBreakdown.Unpriced(currency: currency)
            : new CostBreakdown(status, list, effective, currency, [new CostLine(kind, 1, list, 1)]);
}
