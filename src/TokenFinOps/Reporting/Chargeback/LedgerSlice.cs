using System.Collections.Immutable;
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

    public LedgerSlice(LedgerRow row, ImmutableArray<LedgerDimension> dimensions, ChargebackPlan plan, BillingPeriod period)
    {
        _row = row;
        _dimensions = dimensions;
        Start = row.Start ?? period.From;
        Cost = Converted(Totals.EffectiveCost, plan, period);
        ListCost = Converted(Totals.ListCost, plan, period);
        Savings = Converted(Totals.Savings, plan, period);
    }

    public LedgerTotals Totals => _row.Totals;

    public bool IsOverflow => _row.IsOverflow;

    public DateTimeOffset Start { get; }

    public decimal Cost { get; }

    public decimal ListCost { get; }

    public decimal Savings { get; }

    public string? ValueOf(LedgerDimension dimension) => _row.Keys[_dimensions.IndexOf(dimension)];

    public bool Meets(LedgerFilter filter) => filter.Conditions.All(condition => condition.Matches(ValueOf(condition.Dimension)));

    public AllocationBase ToBase(string costCentre) => new(costCentre)
    {
        EffectiveCost = Cost,
        ListCost = ListCost,
        Savings = Savings,
        Attempts = Totals.Attempts,
        Unpriced = Totals.Unpriced,
        Failed = Totals.Failed,
        Usage = Totals.Usage,
        Duration = Totals.Duration,
    };

    private decimal Converted(decimal amount, ChargebackPlan plan, BillingPeriod period)
    {
        if (amount == 0)
        {
            return 0m;
        }

        DateOnly day = plan.Conversion == ConversionPolicy.PeriodEnd ? period.LastDay : period.DayOf(Start);
        return decimal.Round(plan.Rates.Convert(amount, Totals.Currency, plan.Currency, day), Decimals);
    }
}
