using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Variance;

/// <summary>How much of one SKU was used in a period, and what it cost: a model's usage of one kind.</summary>
/// <param name="Model">The model.</param>
/// <param name="Sku">What of it, e.g. <c>cache_read_tokens</c>.</param>
/// <param name="Unit">What is counted. Only quantities of one unit are added: tokens with tokens.</param>
/// <param name="Quantity">How much. Zero for a cost that no quantity explains.</param>
/// <param name="Cost">What it cost, in one currency.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record SkuUsage(string Model, string Sku, string Unit, decimal Quantity, decimal Cost)
{
    /// <summary>The SKU of what discounts and margins take off or add.</summary>
    public const string Discounts = "discounts";

    /// <summary>The SKU of what the provider bills as one total, counted in calls.</summary>
    public const string NotItemised = "not_itemised";

    private const string Tokens = "tokens";
    private const string Calls = "calls";

    /// <summary>Reads the SKUs from a ledger's answer that is grouped by model first. Their costs add up to the effective cost.</summary>
    /// <param name="report">The answer; rows in other currencies are left out.</param>
    /// <param name="currency">The ISO 4217 code of the currency.</param>
    /// <returns>The SKUs.</returns>
    /// <exception cref="ArgumentException">The answer is not grouped.</exception>
    public static IReadOnlyList<SkuUsage> Of(LedgerReport report, string currency = CurrencyCode.Usd)
    {
        ArgumentNullException.ThrowIfNull(report);
        string code = CurrencyCode.Canonical(currency);
        LedgerRow[] rows = [.. report.Rows.Where(row => row.Totals.Currency == code && !row.IsSubtotal)];
        return Array.Exists(rows, static row => row.Keys.IsEmpty)
            ? throw new ArgumentException("The report has no models; ask for LedgerQuery.GroupBy(LedgerDimension.Model).", nameof(report))
            : [.. rows.SelectMany(static row => Of(row.Keys[0] ?? string.Empty, row.Totals))];
    }

    private static IEnumerable<SkuUsage> Of(string model, LedgerTotals totals)
    {
        decimal itemised = 0;
        foreach ((UsageKind kind, decimal quantity) in BilledQuantities(totals))
        {
            decimal cost = totals.ListCostByKind[kind];
            itemised += cost;
            yield return new SkuUsage(model, kind.Name(), kind.IsTokens() ? Tokens : kind.Name(), quantity, cost);
        }

        if (totals.ListCost - itemised is var rest && rest != 0)
        {
            yield return new SkuUsage(model, NotItemised, Calls, totals.Attempts, rest);
        }

        if (totals.EffectiveCost - totals.ListCost is var discount && discount != 0)
        {
            yield return new SkuUsage(model, Discounts, Discounts, 0m, discount);
        }
    }

    // Counts are inclusive, bills are not: the price engine knows which units were billed as what.
    private static IEnumerable<(UsageKind Kind, decimal Quantity)> BilledQuantities(LedgerTotals totals)
    {
        var card = new RateCard(totals.ListCostByKind.Keys.Select(static kind => new Rate(kind, 1m, per: 1)));
        CostBreakdown bill = CostCalculator.Price(totals.Usage, card);
        return totals.ListCostByKind.Keys.Order().Select(kind => (kind, bill.Lines.Where(line => line.Kind == kind).Sum(static line => line.Quantity)));
    }
}
