namespace TokenFinOps.Ledger.Query;

/// <summary>A row that has its place in a report, before its sums are written out.</summary>
internal readonly record struct RankedRow(GroupKey Key, Tally Tally, bool IsSubtotal)
{
    public LedgerRow ToRow() => new()
    {
        Keys = Key.Values,
        Start = Key.Start,
        IsOverflow = Key.IsOverflow,
        IsSubtotal = IsSubtotal,
        Totals = Tally.ToTotals(Key.Currency),
    };
}
