using System.Globalization;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Ledger.Conformance;

/// <summary>Writes down of an entry all that a ledger must give back, so that two can be compared and a difference can be read.</summary>
/// <remarks>The rate card (<see cref="CostBreakdown.Card"/>) need not be kept: the catalogue's version and the lines say what was charged.</remarks>
internal static class EntrySheet
{
    public static string Of(LedgerEntry entry) => string.Join('\n', Fields(entry).Select(static field => $"{field.Name}: {field.Value}"));

    public static IEnumerable<(string Name, string Value)> Fields(LedgerEntry entry) =>
    [
        (nameof(entry.Id), $"{entry.Id}"),
        (nameof(entry.Kind), $"{entry.Kind}"),
        (nameof(entry.Timestamp), $"{entry.Timestamp.UtcDateTime:O}"),
        (nameof(entry.RequestId), $"{entry.RequestId}"),
        (nameof(entry.RunId), Text(entry.RunId)),
        (nameof(entry.ParentRunId), Text(entry.ParentRunId)),
        (nameof(entry.Correction), $"{entry.Correction}"),
        (nameof(entry.Operation), Text(entry.Operation)),
        (nameof(entry.Provider), Text(entry.Provider)),
        (nameof(entry.Deployment), Text(entry.Deployment)),
        (nameof(entry.Model), Text(entry.Model)),
        (nameof(entry.RequestedModel), Text(entry.RequestedModel)),
        (nameof(entry.ServiceTier), Text(entry.ServiceTier.Name)),
        (nameof(entry.Outcome), $"{entry.Outcome}"),
        (nameof(entry.ErrorType), Text(entry.ErrorType)),
        (nameof(entry.FinishReason), Text(entry.FinishReason)),
        (nameof(entry.ResponseId), Text(entry.ResponseId)),
        (nameof(entry.Duration), $"{entry.Duration}"),
        (nameof(entry.TimeToFirstUpdate), $"{entry.TimeToFirstUpdate}"),
        (nameof(entry.Usage), string.Join(' ', entry.Usage.Kinds.Select(kind => $"{kind}={Amount(entry.Usage[kind])}"))),
        (nameof(entry.UsageOrigin), $"{entry.UsageOrigin}"),
        (nameof(entry.Cost), Bill(entry.Cost)),
        (nameof(entry.BaselineCost), Amount(entry.BaselineCost)),
        (nameof(entry.SavingsByLever), Savings(entry.SavingsByLever)),
        (nameof(entry.PricedAs), Text(entry.PricedAs)),
        (nameof(entry.CatalogueVersion), Text(entry.CatalogueVersion)),
        (nameof(entry.PriceMatch), $"{entry.PriceMatch}"),
        (nameof(entry.Terms), Agreed(entry.Terms)),
        (nameof(entry.Routing), Routed(entry.Routing)),
        (nameof(entry.Compression), Shortened(entry.Compression)),
        (nameof(entry.Cache), Cached(entry.Cache)),
        (nameof(entry.Tags), string.Join(' ', entry.Tags.Select(static tag => $"{Text(tag.Key)}={Text(tag.Value)}"))),
        (nameof(entry.Notes), $"{entry.Notes}"),
    ];

    private static string Bill(CostBreakdown cost) => string.Join(
        ' ',
        [
            $"{cost.Status} {Amount(cost.List)} {Amount(cost.Effective)} {cost.Currency} reported={cost.IsProviderReported} issues={cost.Issues}",
            $"missing={cost.Missing}",
            .. cost.Lines.Select(static line => $"[{line.Kind} {Amount(line.Quantity)} at {Amount(line.Amount)} per {line.Per}]"),
        ]);

    private static string Savings(LeverSavings? savings) =>
        savings is null ? "none" : $"{Amount(savings.Cache)} {Amount(savings.Router)} {Amount(savings.Compressor)}";

    private static string Agreed(PricingTerms? terms) => terms is null
        ? "none"
        : $"{Text(terms.Region)} {terms.MissingRates} {Amount(terms.Adjustment.DiscountPercent)} {Amount(terms.Adjustment.MarginPercent)} {Amount(terms.Adjustment.FixedPerCall)}";

    private static string Routed(AttemptRouting? routing) => routing is null
        ? "none"
        : $"{Text(routing.Tier)} {routing.Role} {Text(routing.Reason)} {Decided(routing.Decision)}";

    private static string Shortened(AttemptCompression? compression) => compression is null
        ? "none"
        : $"{compression.Mode} {compression.TokensBefore} {compression.TokensAfter} {Amount(compression.Saved)} {string.Join(' ', compression.Steps)}";

    private static string Cached(AttemptCache? cache) => cache is null
        ? "none"
        : $"{cache.Mode} {cache.Lookup} {cache.EntryId} {cache.Similarity?.ToString("R", CultureInfo.InvariantCulture)} {cache.Age} {Text(cache.Reason)} {Amount(cache.Saved)}";

    private static string Decided(RoutingDecision? decision) => decision is null ? "undecided" : string.Join(
        ' ',
        [
            $"{Text(decision.Chosen)} {Text(decision.Tier)} {Text(decision.Baseline)} {Text(decision.DecidedBy)} {decision.Mode} {Text(decision.Workload)}",
            .. decision.Candidates.Select(static each => $"[{Text(each.Deployment)} {Text(each.Tier)} {Amount(each.EstimatedCost)} {Text(each.Excluded)}]"),
            .. decision.Remarks.Select(static each => $"({Text(each.Source)} {Text(each.Statement)} {each.Score?.ToString("R", CultureInfo.InvariantCulture)})"),
        ]);

    // Every digit, without trailing zeros: 1.0 and 1.00 are one amount.
    private static string Amount(decimal? amount) => amount?.ToString("G29", CultureInfo.InvariantCulture) ?? "none";

    // Nothing and an empty text are two things.
    private static string Text(string? text) => text is null ? "none" : $"'{text}'";
}
