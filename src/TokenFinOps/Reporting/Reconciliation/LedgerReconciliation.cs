using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Reporting.Reconciliation;

/// <summary>Compares a provider's invoice with the ledger: what is metered, what is not, and why amounts differ.</summary>
/// <remarks>
/// <para>How it works:</para>
/// <list type="number">
/// <item><description>Invoice lines are added up by day and model, and by project and API key where tags name them. Model names are matched by the price catalogue's rules.</description></item>
/// <item><description>The ledger answers for the same days in the invoice's time zone.</description></item>
/// <item><description>Where both have tokens, a difference is parted into volume (other tokens at the ledger's price) and price (the rest).</description></item>
/// <item><description>What only the invoice has is unmetered spend: shadow AI, or a key that does not go through the meter.</description></item>
/// </list>
/// <para>The sum of the differences is invoice less ledger, exactly. Stateless and thread-safe.</para>
/// </remarks>
public static class LedgerReconciliation
{
    /// <summary>Compares an invoice with the ledger.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="invoice">The lines, e.g. of <see cref="InvoiceReader.ReadAsync"/>. Memory grows with days, models, projects and keys, not with lines.</param>
    /// <param name="options">How they are matched; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="InvoiceFormatException">The invoice has no lines in the period, and the options say not which days to compare.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static async Task<ReconciliationReport> ReconcileAsync(
        this ICostLedger ledger, IAsyncEnumerable<InvoiceLine> invoice, ReconciliationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(invoice);
        ReconciliationOptions rules = options ?? new();
        rules.Validate();
        var names = new ModelNameMatcher(rules.Catalogue, rules.Provider);
        var tally = new InvoiceTally(rules, names);
        await foreach (InvoiceLine line in invoice.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            tally.Add(line);
        }

        (DateOnly from, DateOnly to) = (DayOf(rules.From ?? tally.FirstDay), DayOf(rules.To ?? tally.LastDay));
        var reconciler = new Reconciler(rules, names, tally);
        LedgerReport report = await ledger.QueryAsync(reconciler.QueryFor(from, to), cancellationToken).ConfigureAwait(false);
        return reconciler.Reconcile(from, to, report);
    }

    private static DateOnly DayOf(DateOnly? day) => day ?? throw new InvoiceFormatException(
        "The invoice has no lines for the days that were asked for. Check that the file is the right one and that its rows are not all empty.");
}
