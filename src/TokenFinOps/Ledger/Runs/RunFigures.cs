using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Runs;

/// <summary>How many calls a run made, for what and at what cost.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RunFigures
{
    /// <summary>Gets the sums, one a currency.</summary>
    public required ImmutableArray<LedgerTotals> Totals { get; init; }

    /// <summary>Gets the calls by step, the step with the most attempts first.</summary>
    public required ImmutableArray<RunStep> Steps { get; init; }

    /// <summary>Gets how many requests the application made.</summary>
    public int Requests { get; init; }

    /// <summary>Gets how many attempts the request took that took most of them.</summary>
    public int MostAttemptsOfARequest { get; init; }

    /// <summary>Gets how many attempts there were, in all currencies.</summary>
    public long Attempts => Totals.Sum(static total => total.Attempts);

    /// <summary>Gets how many attempts a request took on average; <see langword="null"/> when there was none.</summary>
    public decimal? AttemptsPerRequest => LedgerTotals.Average(Attempts, Requests);

    /// <summary>Gets the sums in one currency.</summary>
    /// <param name="currency">The ISO 4217 code.</param>
    /// <returns>The sums; all zero when there is no entry in that currency.</returns>
    public LedgerTotals TotalIn(string currency = CurrencyCode.Usd) => LedgerTotals.In(currency, Totals);
}
