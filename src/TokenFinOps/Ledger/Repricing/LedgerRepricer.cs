using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Ledger.Repricing;

/// <summary>Re-rates history: after a price was learned late or was wrong, corrections make the ledger's sums what they should have been.</summary>
/// <remarks>
/// <para>How an attempt is re-rated:</para>
/// <list type="number">
/// <item><description>Its usage is priced by the catalogue, at the moment it was made, in its service tier, under its own terms.</description></item>
/// <item><description>Where that differs from the attempt's cost and its earlier corrections together, an entry for the signed difference is appended.</description></item>
/// <item><description>The correction has the attempt's time, tags and values, so that it lands where the attempt is.</description></item>
/// </list>
/// <para>
/// Nothing is edited. A correction's id follows from the attempt, its last correction and the catalogue's version, so that doing it again, or going on after a crash,
/// changes nothing twice. Stateless and thread-safe; two catalogues should not re-rate the same attempts at the same time.
/// </para>
/// </remarks>
public static class LedgerRepricer
{
    /// <summary>Re-rates the attempts that a ledger still has.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="catalogue">The prices.</param>
    /// <param name="filter">Which attempts; <see langword="null"/> is all.</param>
    /// <param name="cancellationToken">Cancels the work; corrections that were appended stay.</param>
    /// <returns>What was found and done.</returns>
    public static async Task<RepricingReport> RepriceAsync(
        this ICostLedger ledger, PriceCatalogue catalogue, LedgerFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(catalogue);
        LedgerFilter attempts = (filter ?? LedgerFilter.All).Where(LedgerDimension.EntryKind, nameof(LedgerEntryKind.Attempt));
        long known = await CountAsync(ledger, attempts, cancellationToken);
        Dictionary<Guid, List<LedgerEntry>> corrections = await CorrectionsAsync(ledger, attempts, cancellationToken);

        var tally = new RepricingTally();
        await foreach (LedgerEntry attempt in ledger.EnumerateAsync(attempts, cancellationToken))
        {
            IReadOnlyList<LedgerEntry> earlier = corrections.TryGetValue(attempt.Id, out List<LedgerEntry>? found) ? found : [];
            foreach (LedgerEntry correction in tally.Examine(new AttemptBalance(attempt, earlier), catalogue))
            {
                await ledger.AppendAsync(correction, cancellationToken);
            }
        }

        return tally.ToReport(catalogue.Version, known);
    }

    private static async Task<long> CountAsync(ICostLedger ledger, LedgerFilter attempts, CancellationToken cancellationToken)
    {
        LedgerReport report = await ledger.QueryAsync(new LedgerQuery { Filter = attempts }, cancellationToken);
        return report.Totals.Sum(static total => total.Attempts);
    }

    // Corrections share the period of their attempts, but not every value: they have a catalogue version of their own.
    private static async Task<Dictionary<Guid, List<LedgerEntry>>> CorrectionsAsync(
        ICostLedger ledger, LedgerFilter attempts, CancellationToken cancellationToken)
    {
        LedgerFilter period = new LedgerFilter { From = attempts.From, To = attempts.To }
            .Where(LedgerDimension.EntryKind, nameof(LedgerEntryKind.Correction));
        var corrections = new Dictionary<Guid, List<LedgerEntry>>();
        await foreach (LedgerEntry correction in ledger.EnumerateAsync(period, cancellationToken))
        {
            if (correction.Correction?.AttemptId is not { } id)
            {
                continue;
            }

            if (!corrections.TryGetValue(id, out List<LedgerEntry>? list))
            {
                corrections[id] = list = [];
            }

            list.Add(correction);
        }

        return corrections;
    }
}
