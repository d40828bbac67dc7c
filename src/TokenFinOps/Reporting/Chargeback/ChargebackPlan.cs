using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Commitments;
using TokenFinOps.Reporting.Currencies;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>The rules by which a period's cost becomes statements: who pays what, in which currency.</summary>
/// <remarks>
/// <para>The order in which they apply:</para>
/// <list type="number">
/// <item><description>Each ledger cost goes to one place: the first pool that selects it, else its cost centre, else the pool of untagged cost, else unallocated. It is effective cost: discounts are in it.</description></item>
/// <item><description>Commitments pay for the usage that they cover, those that end first first. What is unused of them is allocated.</description></item>
/// <item><description>Pools are allocated, in their order.</description></item>
/// <item><description>Charges are rounded to the minor unit, so that their sum is the rounded sum.</description></item>
/// <item><description>Adjustments of closed periods are added.</description></item>
/// <item><description>Credits are drawn, those that expire first first.</description></item>
/// </list>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed record ChargebackPlan
{
    /// <summary>Gets how cost centres are found.</summary>
    public required CostCentreMap CostCentres { get; init; }

    /// <summary>Gets the pools of shared cost, in the order in which they select and are allocated. The default is none.</summary>
    public ImmutableArray<CostPool> Pools { get; init; } = [];

    /// <summary>Gets the commitments. The default is none.</summary>
    public ImmutableArray<Commitment> Commitments { get; init; } = [];

    /// <summary>Gets the credits. The default is none.</summary>
    public ImmutableArray<Credit> Credits { get; init; } = [];

    /// <summary>Gets the ISO 4217 code of the currency of the statements. The default is <c>USD</c>.</summary>
    /// <exception cref="ArgumentException">The code is not an active ISO 4217 code.</exception>
    public string Currency { get; init => field = CurrencyCode.Canonical(value); } = CurrencyCode.Usd;

    /// <summary>Gets how many decimals charges have. The default is the currency's minor unit: 2 for most, 0 for the yen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0 to 12.</exception>
    public int Decimals
    {
        get => field >= 0 ? field : MinorUnit.Of(Currency);
        init => field = value is >= 0 and <= 12 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Charges have 0 to 12 decimals.");
    }
        = -1;

    /// <summary>Gets the exchange rates. The default is none: every cost must be in <see cref="Currency"/>.</summary>
    public ExchangeRates Rates { get; init; } = new([]);

    /// <summary>Gets which day's rate converts a cost. The default is <see cref="ConversionPolicy.DayOfUsage"/>.</summary>
    public ConversionPolicy Conversion { get; init; }

    /// <summary>Gets what the direct lines of a statement are divided by. The default is the tag <c>feature</c> and the model.</summary>
    public ImmutableArray<LedgerDimension> Detail { get; init; } = ["feature", LedgerDimension.Model];

    /// <summary>Makes the question to the ledger that the statements of a period are made from.</summary>
    /// <param name="period">The period.</param>
    /// <returns>The question.</returns>
    /// <exception cref="ArgumentException">The plan is not valid. The message names all that is wrong.</exception>
    public LedgerQuery QueryFor(BillingPeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        PlanValidation.Check(this);
        LedgerDimension[] dimensions =
        [
            .. CostCentres.Dimensions
                .Concat(Detail)
                .Concat(PlanValidation.FiltersOf(this).SelectMany(static each => each.Filter.Conditions).Select(static condition => condition.Dimension))
                .Distinct(),
        ];
        return LedgerQuery.Between(period.From, period.To).GroupBy(dimensions).By(NeedsDays(period) ? TimeBucket.Day : TimeBucket.None, period.TimeZone);
    }

    // A commitment or credit that begins or ends within the period covers some of its days only.
    private bool NeedsDays(BillingPeriod period) =>
        Conversion == ConversionPolicy.DayOfUsage
        || Commitments.Any(each => Cuts(each.From, period) || Cuts(each.To, period))
        || Credits.Any(each => Cuts(each.ValidFrom, period) || Cuts(each.Expires, period));

    private static bool Cuts(DateTimeOffset moment, BillingPeriod period) => moment > period.From && moment < period.To;
}
