using System.Collections.Immutable;

namespace TokenFinOps.Reporting.Focus;

/// <summary>What an export has written, and what it left out.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record FocusExportSummary
{
    /// <summary>Gets how many ledger entries were read.</summary>
    public long Entries { get; init; }

    /// <summary>Gets how many rows were written.</summary>
    public long Rows { get; init; }

    /// <summary>Gets how many of the rows are Adjustment rows that carry digits which no price × quantity has.</summary>
    public long RoundingRows { get; init; }

    /// <summary>Gets how many entries have no price, and therefore no row: their cost is unknown, not zero. Re-rate them once the price is known.</summary>
    public long Unpriced { get; init; }

    /// <summary>Gets how many entries have a price for a part of their usage only: their rows hold that part.</summary>
    public long PartiallyPriced { get; init; }

    /// <summary>Gets how many entries have nothing to charge, such as answers from the cache and refused calls, and therefore no row.</summary>
    public long WithoutCharge { get; init; }

    /// <summary>Gets the sums, one a currency, by its code.</summary>
    public ImmutableArray<FocusTotals> Totals { get; init; } = [];
}
