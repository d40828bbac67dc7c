using System.Collections.Immutable;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Variance;

/// <summary>Asks a ledger why cost changed from one period to another.</summary>
/// <remarks>Stateless and thread-safe.</remarks>
public static class LedgerVariance
{
    /// <summary>Explains a change of effective cost.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="before">The entries of the earlier period.</param>
    /// <param name="after">The entries of the later period.</param>
    /// <param name="by">The dimension whose values' contributions are wanted, a string being a tag; <see langword="null"/> for none.</param>
    /// <param name="currency">The ISO 4217 code of the currency whose entries count.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The effects by SKU, and the contributions.</returns>
    public static async Task<VarianceReport> ExplainAsync(
        this ICostLedger ledger, LedgerFilter before, LedgerFilter after, LedgerDimension? by = null, string currency = CurrencyCode.Usd, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        LedgerDimension[] dimensions = by is { } dimension && dimension != LedgerDimension.Model ? [LedgerDimension.Model, dimension] : [LedgerDimension.Model];
        LedgerQuery query = LedgerQuery.All.GroupBy(dimensions);
        LedgerReport then = await ledger.QueryAsync(query with { Filter = before }, cancellationToken);
        LedgerReport now = await ledger.QueryAsync(query with { Filter = after }, cancellationToken);
        VarianceReport report = PriceVolumeMix.Explain(SkuUsage.Of(then, currency), SkuUsage.Of(now, currency));
        return by is null ? report : report with { Contributions = Contributions(then, now, CurrencyCode.Canonical(currency)) };
    }

    private static ImmutableArray<Contribution> Contributions(LedgerReport then, LedgerReport now, string currency) =>
    [
        .. from each in Costs(then, isAfter: false).Concat(Costs(now, isAfter: true))
           where each.Currency == currency
           group each by each.Value into value
           let contribution = new Contribution(
               value.Key, value.Where(static each => !each.IsAfter).Sum(static each => each.Cost), value.Where(static each => each.IsAfter).Sum(static each => each.Cost))
           orderby Math.Abs(contribution.Change) descending, contribution.Value
           select contribution,
    ];

    private static IEnumerable<(string? Value, string Currency, bool IsAfter, decimal Cost)> Costs(LedgerReport report, bool isAfter) =>
        report.Rows.Select(row => (row.Keys[^1], row.Totals.Currency, isAfter, row.Totals.EffectiveCost));
}
