using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Allocation;

namespace TokenFinOps.Reporting.Commitments;

/// <summary>Spend that was prepaid or promised to a provider for a period: provisioned throughput, committed spend, a prepaid package.</summary>
/// <remarks>
/// <para>
/// The amount is spread evenly over the commitment's time. What falls into a billing period is used up by the covered usage of that period, at its effective cost;
/// what usage does not use up is the unused part, a cost of its own. Both add up to the amount, to the last digit, over any division into periods.
/// </para>
/// <para>Amounts are effective cost: a discount that comes with the commitment belongs to the pricing terms. Immutable and thread-safe.</para>
/// </remarks>
public sealed record Commitment
{
    /// <summary>Gets the name that statements show.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the amount for the whole of its time.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Gets the ISO 4217 code of the currency. The default is <c>USD</c>.</summary>
    public string Currency { get; init; } = CurrencyCode.Usd;

    /// <summary>Gets the first moment that it covers.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the first moment that it no longer covers.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets which usage it covers. It has conditions and no period. The default is all.</summary>
    public LedgerFilter Covers { get; init; } = LedgerFilter.All;

    /// <summary>Gets who bears the unused part; <see langword="null"/>, the default, leaves it unallocated.</summary>
    public AllocationMethod? UnusedMethod { get; init; }

    /// <summary>Gets the part of the amount that falls into a billing period.</summary>
    /// <param name="period">The billing period.</param>
    /// <param name="decimals">How many decimals the part has: 2 for cents.</param>
    /// <returns>The part; 0 outside the commitment's time.</returns>
    public decimal AmortisedIn(BillingPeriod period, int decimals = 2)
    {
        ArgumentNullException.ThrowIfNull(period);
        return AmortisedUntil(period.To, decimals) - AmortisedUntil(period.From, decimals);
    }

    // Rounded where it is cumulated, so that the parts of adjoining periods add up.
    private decimal AmortisedUntil(DateTimeOffset moment, int decimals) =>
        moment >= To ? Amount
        : moment <= From ? 0m
        : decimal.Round(Amount * (moment - From).Ticks / (To - From).Ticks, decimals);
}
