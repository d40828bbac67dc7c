using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Extraction;

namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Prices cases through the SDK and compares, to the last digit.</summary>
internal sealed class OracleJudge
{
    /// <summary>Gets the price keys that were ignored, as the peer ignores keys that it does not know.</summary>
    public SortedSet<string> IgnoredPrices { get; } = new(StringComparer.Ordinal);

    public Verdict Judge(OracleCase each)
    {
        RateCard card;
        try
        {
            card = PriceSheet.Card(each.Prices, each.Context, IgnoredPrices);
        }
        catch (Exception exception) when (exception is ArgumentException or NotADecimalException)
        {
            return each.Error is { } error && ExpectedError.IsInvalidPrice(error)
                ? Verdict.Agrees with { IsUnwritablePrice = exception is NotADecimalException }
                : Differs(each, Expectation(each), exception.Message);
        }

        return UsageDisagreement(each) is { } disagreement ? new Verdict(disagreement) : Priced(each, CostCalculator.Price(UsageOf(each), card, each.Terms));
    }

    private static Usage UsageOf(OracleCase each) => each.Context.StreamChunks is { IsEmpty: false } chunks
        ? UsageFolding.Fold(chunks, StreamingUsagePolicy.Max).Usage
        : each.Usage;

    // What was read from the raw response, or folded from the stream, must be the usage of the case before the price can count.
    private static string? UsageDisagreement(OracleCase each)
    {
        if (each.RawResponse is not { } body)
        {
            Usage folded = UsageOf(each);
            return folded == each.Usage ? null : Differs(each, each.Usage.ToString(), folded.ToString()).Disagreement;
        }

        try
        {
            ExtractedUsage extracted = UsageExtractor.Extract(body, each.Provider, each.ApiFlavor);
            return extracted.Usage != each.Usage ? Differs(each, each.Usage.ToString(), extracted.Usage.ToString()).Disagreement
                : extracted.Issues != PricingIssues.None ? Differs(each, "no issues", extracted.Issues.ToString()).Disagreement
                : null;
        }
        catch (UsageExtractionException exception)
        {
            return Differs(each, each.Usage.ToString(), exception.Message).Disagreement;
        }
    }

    private static Verdict Priced(OracleCase each, CostBreakdown bill)
    {
        if (each.Error is { } error)
        {
            return ExpectedError.Issue(error) is { } issue && bill.Issues.HasFlag(issue) ? Verdict.Agrees : Differs(each, error, $"{BillComparison.Text(bill.Effective)}, {bill.Issues}");
        }

        return new Verdict(BillComparison.Difference(each, bill) is { } difference ? $"{each.Id}: {difference}" : null)
        {
            IsUnpricedZero = bill.Status == PricingStatus.Unpriced,
            IsTotalOnly = each.Input is null || each.Output is null,
        };
    }

    private static string Expectation(OracleCase each) => each.Error ?? BillComparison.Text(each.Total);

    private static Verdict Differs(OracleCase each, string expected, string actual) => new($"{each.Id}: expected {expected}, got {actual}");
}
