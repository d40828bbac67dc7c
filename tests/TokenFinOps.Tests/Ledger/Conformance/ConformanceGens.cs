using System.Text;
using CsCheck;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Ledger.Conformance;

/// <summary>Random entries with every field in use, and random questions about them.</summary>
internal static class ConformanceGens
{
    private static readonly string[] OddTexts =
    [
        string.Empty, " ", "Support", "SUPPORT", "NULL", "it's", "a \"quoted\" \\ path", "50 %_*?", "line\r\nbreak\ttab", "{\"json\":[1]}", "$1; drop table x; --",
        "é", "e\u0301", "日本語", "👩‍👩‍👧 🚀", "مرحبا", "\u0001\u001F", "\uFEFF\uFFFD", "0", "-0", "(overflow)", "none", "ß", "İı",
    ];

    private static readonly Gen<string> AnyText = Gen.Int[1, 0x10FFFF].Where(Rune.IsValid).Array[0, 20].Select(static runes => string.Concat(runes.Select(static rune => new Rune(rune))));

    private static readonly Gen<string> OddText = Gen.Frequency((2, Gen.OneOf(OddTexts)), (1, AnyText));

    private static readonly Gen<TagSet> Tags =
        Gen.Select(Gen.OneOf<string?>(null, "support", "sales"), Gen.Int[0, 5], Gen.Select(OddText, OddText).Array[0, 3], static (team, user, odd) => TagSet.Of(
            [("CostCenter", $"u{user}"), .. team is null ? [] : new[] { ("team", team) }, .. odd.Select(static tag => ($"k{tag.Item1}", tag.Item2))]));

    // Whole hours, half hours and single ticks around changes of the clocks, written with any offset.
    private static readonly Gen<DateTimeOffset> Moment = Gen.Select(
        Gen.OneOf("2026-03-28T12:00Z", "2026-10-24T12:00Z", "2026-12-31T00:00Z"),
        Gen.OneOf(Gen.Int[0, 72].Select(static hours => hours * TimeSpan.TicksPerHour), Gen.Long[0, 72 * TimeSpan.TicksPerHour]),
        Gen.Int[-28, 28],
        static (start, ticks, offset) => DateTimeOffset.Parse(start).AddTicks(ticks).ToOffset(TimeSpan.FromMinutes(30 * offset)));

    // With all the digits that a decimal has, and small enough for a hundred of them to fit into one.
    private static readonly Gen<decimal> Digits =
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[3, 28], static (low, middle, high, negative, scale) => new decimal(low, middle, high, negative, scale));

    private static readonly Gen<decimal> Price = Gen.Select(Gen.Int[0, 1_000_000], Gen.Byte[0, 12], static (units, scale) => new decimal(units, 0, 0, false, scale));

    private static readonly Gen<decimal> Money = Gen.Frequency((1, Gen.Const(0m)), (3, Digits), (3, Price));

    private static readonly Gen<Usage> UsageOf = Gen.Select(
        Gen.Enum<UsageKind>(), Gen.OneOf(Gen.Long[0, 1L << 60].Select(static count => (decimal)count), Price, Digits.Select(Math.Abs)))
        .Array[0, 5].Select(static amounts => new Usage(amounts.DistinctBy(static amount => amount.Item1).ToArray()));

    private static readonly Gen<CostLine> Line = Gen.Select(
        Gen.Enum<UsageKind>(), Gen.Int[-1_000_000, 1_000_000], Price, Gen.OneOf(1, 1_000, 1_000_000, 60), static (kind, thousandths, amount, per) =>
            new CostLine(kind, thousandths / 1_000m, amount, per));

    private static readonly Gen<CostBreakdown> Cost =
        from status in Gen.Enum<PricingStatus>()
        from currency in Gen.OneOf("USD", "USD", "EUR", "JPY")
        from list in Money
        from effective in Gen.OneOf(Money, Gen.Const(list))
        from lines in Line.Array[0, 3]
        from missing in Gen.Enum<UsageKind>().Array[0, 3]
        from issues in Gen.Int[0, (1 << 9) - 1]
        from isReported in Gen.Bool
        select new CostBreakdown(status, list, effective, currency, status == PricingStatus.Unpriced || isReported ? [] : [.. lines])
        {
            Missing = new UsageKindSet(missing),
            Issues = (PricingIssues)issues,
            IsProviderReported = isReported && status == PricingStatus.Priced,
        };

    private static readonly Gen<LedgerEntry> Named = Gen.Select(
        Gen.Select(Gen.Guid, Gen.Int[0, 9], Moment, Tags),
        Gen.Select(NameOf("r1", "r2"), NameOf("r0", "r1"), NameOf("openai", "azure"), NameOf("small", "large"), NameOf("eu", "us"), NameOf("chat", "embeddings")),
        Gen.Select(NameOf("small", "large"), NameOf("stop", "length"), NameOf("TimeoutException", "HttpRequestException"), NameOf("v1", "v2"), NameOf("resp_1", "resp_2"), NameOf("alias", "other")),
        Gen.OneOf("standard", "batch", "flex", "scale"),
        static (core, names, more, tier) => new LedgerEntry
        {
            Id = core.Item1,
            RequestId = new Guid(core.Item2, 1, 2, new byte[8]),
            Timestamp = core.Item3,
            Tags = core.Item4,
            RunId = names.Item1,
            ParentRunId = names.Item2,
            Provider = names.Item3,
            Model = names.Item4 ?? string.Empty,
            Deployment = names.Item5,
            Operation = names.Item6 ?? "chat",
            RequestedModel = more.Item1,
            FinishReason = more.Item2,
            ErrorType = more.Item3,
            CatalogueVersion = more.Item4,
            ResponseId = more.Item5,
            PricedAs = more.Item6,
            ServiceTier = ServiceTier.Of(tier),
            Cost = CostBreakdown.Unpriced(),
        });

    private static readonly Gen<LedgerEntry> Billed = Gen.Select(
        Named,
        Cost,
        Money.Nullable(),
        Gen.Select(Money, Money, Money, static (cache, router, compressor) => new LeverSavings { Cache = cache, Router = router, Compressor = compressor }).Null(),
        Gen.Enum<PriceMatchKind>().Nullable(),
        Gen.Select(NameOf("eu", "us"), Gen.Decimal[0m, 100m], Price, Price, Gen.Enum<MissingRatePolicy>(), static (region, discount, margin, fixedAmount, missing) => new PricingTerms
        {
            Region = region,
            MissingRates = missing,
            Adjustment = new PriceAdjustment { DiscountPercent = discount, MarginPercent = margin, FixedPerCall = fixedAmount },
        }).Null(),
        static (entry, cost, baseline, savings, match, terms) =>
            entry with { Cost = cost, BaselineCost = baseline, SavingsByLever = savings, PriceMatch = match, Terms = terms });

    private static readonly Gen<RoutingDecision> Decision = Gen.Select(
        Gen.Select(NameOf("small-1", "large-1"), NameOf("small", "large"), NameOf("policy", "default"), Gen.Enum<RoutingMode>()),
        Gen.Select(NameOf("small-1", "large-1"), NameOf("small", "large"), Money.Nullable(), NameOf("cannot do Vision", "not in eu")).Array[0, 4],
        Gen.Select(NameOf("tag", "complexity"), NameOf("chooses small", "abstains"), Gen.Double.Nullable()).Array[0, 4],
        static (names, candidates, remarks) => new RoutingDecision
        {
            Chosen = names.Item1 ?? string.Empty,
            Tier = names.Item2 ?? string.Empty,
            Baseline = "large-1",
            DecidedBy = names.Item3 ?? string.Empty,
            Mode = names.Item4,
            Workload = "00ff",
            Candidates = [.. candidates.Select(static each => new RoutingCandidate(each.Item1 ?? string.Empty, each.Item2 ?? string.Empty, each.Item3, each.Item4))],
            Remarks = [.. remarks.Select(static each => new RoutingRemark(each.Item1 ?? string.Empty, each.Item2 ?? string.Empty, each.Item3))],
        });

    private static readonly Gen<AttemptCompression?> Compression = Gen.Select(
        Gen.Enum<CompressionMode>(),
        Gen.Long[0, 1_000_000],
        Gen.Long[0, 1_000_000],
        Gen.Select(Gen.Enum<CompressionStep>(), Gen.Int[1, 50], Gen.Long[0, 100_000], static (step, blocks, saved) => new CompressionSum(step, blocks, saved)).Array[0, 3],
        static (mode, before, after, steps) => new AttemptCompression(mode, before, after) { Saved = before % 3 == 0 ? null : before / 1_000_000m, Steps = [.. steps] }).Null();

    private static readonly Gen<AttemptCache?> Cache = Gen.Select(
        Gen.Enum<CacheMode>(), Gen.Enum<CacheLookup>(), Gen.Guid.Nullable(), Gen.Float[-1, 1].Nullable(), Gen.Long[0, TimeSpan.TicksPerDay].Nullable(), NameOf("near enough", "numbers differ"), Money.Nullable(),
        static (mode, lookup, entry, similarity, age, reason, saved) => new AttemptCache(mode, lookup)
        {
            EntryId = entry,
            Similarity = similarity,
            Age = age is { } ticks ? TimeSpan.FromTicks(ticks) : null,
            Reason = reason,
            Saved = saved,
        }).Null();

    private static readonly Gen<AttemptRouting?> Routing = Gen.Select(
        NameOf("small", "large"), Gen.Enum<AttemptRole>(), NameOf("small-1 failed", "slow"), Decision.Null(),
        static (tier, role, reason, decision) => new AttemptRouting(tier, role, reason, decision)).Null();

    private static readonly Gen<LedgerEntry> Attempt = Gen.Select(
        Gen.Select(Billed, Routing, Compression, Cache, static (entry, routing, compression, cache) => entry with { Routing = routing, Compression = compression, Cache = cache }),
        Gen.Enum<AttemptOutcome>(),
        Gen.Enum<UsageOrigin>(),
        UsageOf,
        Gen.Long[0, TimeSpan.TicksPerDay],
        Gen.Long[0, TimeSpan.TicksPerMinute].Nullable(),
        Gen.Int[0, (1 << 10) - 1],
        static (entry, outcome, origin, usage, duration, firstUpdate, notes) => entry with
        {
            Outcome = outcome,
            UsageOrigin = origin,
            Usage = usage,
            Duration = TimeSpan.FromTicks(duration),
            TimeToFirstUpdate = firstUpdate is { } ticks ? TimeSpan.FromTicks(ticks) : null,
            Notes = (MeteringNotes)notes,
        });

    private static readonly Gen<LedgerEntry> Correction = Gen.Select(
        Billed, Gen.Guid, Gen.Enum<PricingStatus>(), Gen.Enum<PricingStatus>().Nullable(), static (entry, attempt, metered, previous) => entry with
        {
            Kind = LedgerEntryKind.Correction,
            Correction = new EntryCorrection { AttemptId = attempt, MeteredStatus = metered, PreviousStatus = previous },
        });

    private static readonly Gen<LedgerEntry> Hit = Gen.Select(Billed, Cache, static (entry, cache) => entry with { Kind = LedgerEntryKind.CacheHit, Cache = cache });

    private static readonly (LedgerDimension Dimension, string?[] Values)[] Dimensions =
    [
        ("team", ["support", "sales", "Support", null]), ("costcenter", ["u1", "u2", null]), ("missing", ["x", null]),
        (LedgerDimension.Provider, ["openai", string.Empty, null]), (LedgerDimension.Model, ["small", "large", string.Empty]),
        (LedgerDimension.RequestedModel, ["small", "it's", null]), (LedgerDimension.Deployment, ["eu", "us", null]),
        (LedgerDimension.Operation, ["chat", "embeddings"]), (LedgerDimension.ServiceTier, ["batch", "standard"]),
        (LedgerDimension.Currency, ["EUR", "USD"]), (LedgerDimension.CatalogueVersion, ["v1", null]), (LedgerDimension.EntryKind, ["Correction", "Attempt", "CacheHit"]),
        (LedgerDimension.Outcome, ["Failed", "Succeeded"]), (LedgerDimension.UsageOrigin, ["Unknown", "Reported"]),
        (LedgerDimension.PricingStatus, ["Unpriced", "Priced"]), (LedgerDimension.ErrorType, ["TimeoutException", null]),
        (LedgerDimension.FinishReason, ["stop", null]), (LedgerDimension.Run, ["r1", "é", null]), (LedgerDimension.ParentRun, ["r1", null]),
        (LedgerDimension.Request, ["00000001-0001-0002-0000-000000000000", "00000009-0001-0002-0000-000000000000"]),
    ];

    private static readonly Gen<LedgerCondition> Condition =
        from dimension in Gen.OneOf(Dimensions)
        from values in Gen.OneOf(dimension.Values).Array[1, 2]
        from isNegated in Gen.Bool
        select new LedgerCondition(dimension.Dimension, values, isNegated);

    /// <summary>Gets entries with every field in use, in a few hours around changes of the clocks, sharing many of their values.</summary>
    public static Gen<LedgerEntry> Entry { get; } = Gen.Frequency((4, Attempt), (1, Correction), (1, Hit));

    public static Gen<LedgerFilter> Filter { get; } = Gen.Select(Condition.Array[0, 3], Moment.Nullable(), Moment.Nullable(), static (conditions, from, to) => new LedgerFilter
    {
        Conditions = [.. conditions],
        From = from < to ? from : to,
        To = from < to ? to : null,
    });

    public static Gen<LedgerQuery> Query { get; } =
        from filter in Filter
        from dimensions in Gen.OneOf(Dimensions).Array[0, 3]
        from bucket in Gen.Enum<TimeBucket>()
        from zone in Gen.OneOf("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham")
        from measure in Gen.Select(Gen.Enum<LedgerMeasure>().Nullable(), Gen.Enum<UsageKind>())
        from limit in Gen.Int[1, 4].Nullable()
        from page in Gen.Select(Gen.Int[0, 5], Gen.Int[1, 9].Nullable())
        from isRolledUp in Gen.Frequency((3, false), (1, true))
        select Grouped([.. dimensions.Select(static dimension => dimension.Dimension).Distinct()], isRolledUp).By(bucket, TimeZoneInfo.FindSystemTimeZoneById(zone)) with
        {
            Filter = filter,
            Measure = measure.Item1,
            MeasuredKind = measure.Item2,
            Limit = limit,
            Skip = page.Item1,
            Take = page.Item2,
        };

    private static LedgerQuery Grouped(LedgerDimension[] dimensions, bool isRolledUp) => isRolledUp && dimensions.Length > 0
        ? LedgerQuery.All.Rollup(LedgerHierarchy.Of(dimensions).Under("above", new Dictionary<string, string> { ["support"] = "people", ["small"] = "models", ["r1"] = "runs" }))
        : LedgerQuery.All.GroupBy(dimensions);

    // Mostly one of a few names, so that entries share them; sometimes none or an odd one.
    private static Gen<string?> NameOf(params string[] names) =>
        Gen.Frequency((4, Gen.OneOf<string?>(names)), (1, Gen.Const((string?)null)), (1, OddText.Select(static text => (string?)text)));
}
