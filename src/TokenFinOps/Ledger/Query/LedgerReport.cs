using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Query;

/// <summary>The ledger's answer to a <see cref="LedgerQuery"/>. Amounts of different currencies are never added: each has rows and totals of its own.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record LedgerReport
{
    /// <summary>
    /// Gets the rows, or those of the page that was asked for: by time bucket, then currency, then measure or keys. In a hierarchy every subtotal comes before the
    /// rows that it sums up.
    /// </summary>
    public required ImmutableArray<LedgerRow> Rows { get; init; }

    /// <summary>Gets how many rows there are on all pages, subtotals included; what <see cref="LedgerQuery.Top"/> left out is no row.</summary>
    public int RowCount { get; init; }

    /// <summary>Gets the sum of everything, that on other pages and what <see cref="LedgerQuery.Top"/> left out included: one a currency.</summary>
    public required ImmutableArray<LedgerTotals> Totals { get; init; }

    /// <summary>Gets the sum of the rows that <see cref="LedgerQuery.Top"/> left out: one a currency.</summary>
    public ImmutableArray<LedgerTotals> Rest { get; init; } = [];

    /// <summary>Gets the part of <see cref="Totals"/> that the ledger's limit on distinct values keeps as a sum under <see cref="LedgerDimension.OverflowValue"/>.</summary>
    public ImmutableArray<LedgerTotals> Overflow { get; init; } = [];

    /// <summary>Gets what is not in <see cref="Totals"/>, because the overflow hides whether it meets the conditions: one a currency.</summary>
    public ImmutableArray<LedgerTotals> Undecided { get; init; } = [];

    /// <summary>Gets the first moment that the report covers, or <see langword="null"/> when it goes back to the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the first moment that the report no longer covers, or <see langword="null"/> when it has no end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets why the report may differ from the question.</summary>
    public LedgerGaps Gaps { get; init; }

    /// <summary>Gets a value indicating whether the report answers exactly what was asked.</summary>
    public bool IsComplete => Gaps == LedgerGaps.None;

    /// <summary>Gets the sum of all rows in one currency.</summary>
    /// <param name="currency">The ISO 4217 code.</param>
    /// <returns>The sum; all zero when there is no entry in that currency.</returns>
    public LedgerTotals TotalIn(string currency = Pricing.CurrencyCode.Usd) => LedgerTotals.In(currency, Totals);
}
