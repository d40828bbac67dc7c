using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Counts and adds up what an export reads and writes. Not thread-safe.</summary>
internal sealed class ExportTally
{
    private readonly Dictionary<string, Sums> _sums = [];
    private long _rows;
    private long _roundingRows;
    private long _unpriced;
    private long _partiallyPriced;
    private long _withoutCharge;

    /// <summary>Gets how many entries were read.</summary>
    public long Entries { get; private set; }

    /// <summary>Counts an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="parts">How many rows it belongs to.</param>
    public void Read(LedgerEntry entry, int parts)
    {
        Entries++;
        PricingStatus status = entry.Cost.Status;
        _unpriced += status == PricingStatus.Unpriced ? 1 : 0;
        _partiallyPriced += status == PricingStatus.PartiallyPriced ? 1 : 0;
        _withoutCharge += status != PricingStatus.Unpriced && parts == 0 ? 1 : 0;
        Sums sums = In(entry.Cost.Currency);
        sums.LedgerList.Add(entry.Cost.List.GetValueOrDefault());
        sums.LedgerEffective.Add(entry.Cost.Effective.GetValueOrDefault());
    }

    /// <summary>Counts a row.</summary>
    public void Wrote(FocusRow row)
    {
        _rows++;
        _roundingRows += row.ChargeCategory == FocusChargeCategory.Adjustment && row.CostSource is not null ? 1 : 0;
        Sums sums = In(row.BillingCurrency);
        sums.List.Add(row.ListCost);
        sums.Contracted.Add(row.ContractedCost);
        sums.Effective.Add(row.EffectiveCost);
        sums.Billed.Add(row.BilledCost);
    }

    public FocusExportSummary ToSummary() => new()
    {
        Entries = Entries,
        Rows = _rows,
        RoundingRows = _roundingRows,
        Unpriced = _unpriced,
        PartiallyPriced = _partiallyPriced,
        WithoutCharge = _withoutCharge,
        Totals = [.. _sums.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => pair.Value.ToTotals(pair.Key))],
    };

    private Sums In(string currency)
    {
        if (!_sums.TryGetValue(currency, out Sums? sums))
        {
            _sums.Add(currency, sums = new Sums());
        }

        return sums;
    }

    private sealed class Sums
    {
        public ExactSum List;
        public ExactSum Contracted;
        public ExactSum Effective;
        public ExactSum Billed;
        public ExactSum LedgerList;
        public ExactSum LedgerEffective;

        public FocusTotals ToTotals(string currency) => new()
        {
            Currency = currency,
            ListCost = List.ToDecimal(),
            ContractedCost = Contracted.ToDecimal(),
            EffectiveCost = Effective.ToDecimal(),
            BilledCost = Billed.ToDecimal(),
            LedgerListCost = LedgerList.ToDecimal(),
            LedgerEffectiveCost = LedgerEffective.ToDecimal(),
        };
    }
}
