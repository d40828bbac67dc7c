using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>What a comparison of an invoice with the ledger found.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ReconciliationReport
{
    /// <summary>Gets the first day that was compared.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Gets the last day that was compared.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Gets the comparison, by day, model, project, API key and currency. Every invoice line and every ledger entry of the days is in one of them.</summary>
    public required ImmutableArray<ReconciliationLine> Lines { get; init; }

    /// <summary>Gets the sums, one a currency.</summary>
    public required ImmutableArray<ReconciliationTotals> Totals { get; init; }

    /// <summary>Gets the spend that no ledger entry explains, by model, project and API key, the dearest first.</summary>
    public ImmutableArray<UnmeteredSpend> Unmetered { get; init; } = [];

    /// <summary>Gets the amounts that would bring the ledger to the invoice. Their sum is the totals' difference; nothing is posted.</summary>
    public ImmutableArray<TrueUp> TrueUps { get; init; } = [];

    /// <summary>Gets how many lines of the invoice lie outside the days that were asked for. They are in no sum.</summary>
    public long LinesOutside { get; init; }

    /// <summary>Gets why the ledger's part may not be whole.</summary>
    public LedgerGaps Gaps { get; init; }

    /// <summary>Gets a value indicating whether every line is matched within the tolerance.</summary>
    public bool IsMatched => Lines.All(static line => line.Status == ReconciliationStatus.Matched);

    /// <summary>Gets the sums in one currency.</summary>
    /// <param name="currency">The ISO 4217 code.</param>
    /// <returns>The sums; all zero when there is nothing in that currency.</returns>
    public ReconciliationTotals TotalIn(string currency = CurrencyCode.Usd)
    {
        string code = CurrencyCode.Canonical(currency);
        return Totals.FirstOrDefault(total => total.Currency == code) ?? new ReconciliationTotals { Currency = code };
    }
}
