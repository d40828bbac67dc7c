using System.Collections.Immutable;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Currencies;

namespace TokenFinOps.Reporting.Chargeback;

/// <summary>The smallest part of the ledger's cost that statements are made from: one row of the ledger's answer, in the currency of the statements.</summary>
internal sealed class LedgerSlice
{
    /// <summary>How many decimals costs are taken with: enough for prices per token, and few enough that sums fit into a decimal.</summary>
    public const int Decimals = 15;

    private readonly ImmutableArray<LedgerDimension> _dimensions;
    private readonly LedgerRow _row;
    private readonly ChargebackPlan _plan;
    private readonly DateOnly _day;

    public LedgerSlice(LedgerRow row, ImmutableArray<LedgerDimension> dimensions, ChargebackPlan plan, BillingPeriod period)
    {
        _row = row;
        _dimensions = dimensions;
        _plan = plan;
        Start = row.Start ?? period.From;
        _day = plan.Conversion == ConversionPolicy.PeriodEnd ? period.LastDay : period.DayOf(Start);
        Cost = Converted(Totals.EffectiveCost);
        ListCost = Converted(Totals.ListCost);
    }

    public LedgerTotals Totals => _row.Totals;

    public bool IsOverflow => _row.IsOverflow;

    public DateTimeOffset Start { get; }

    public decimal Cost { get; }

    public decimal ListCost { get; }

    public string? ValueOf(LedgerDimension dimension) => _row.Keys[_dimensions.IndexOf(dimension)];

    public bool Meets(LedgerFilter filter) => filter.Conditions.All(condition => condition.Matches(ValueOf(condition.Dimension)));

    public AllocationBase ToBase(string costCentre) => new(costCentre)
    {
        EffectiveCost = Cost,
        ListCost = ListCost,
        BaselineCost = Converted(Totals.BaselineCost),
        Savings = Converted(Totals.Savings),
        SavingsByLever = new LeverSavings
        {
            Cache = Converted(Totals.SavingsByLever.Cache),
            Router = Converted(Totals.SavingsByLever.Router),
            Compressor = Converted(Totals.SavingsByLever.Compressor),
        },
        Attempts = Totals.Attempts,
        Unpriced = Totals.Unpriced,
        Failed = Totals.Failed,
        Usage = Totals.Usage,
        Duration = Totals.Duration,
    };

    // Nothing is nothing in every currency, whether there is a rate or not.
    private decimal Converted(decimal amount) =>
        amount == 0 ? 0m : decimal.Round(_plan.Rates.Convert(amount, Totals.Currency, _plan.Currency, _day), Decimals);
}
