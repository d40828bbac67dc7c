using System.Runtime.CompilerServices;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Exports a cost ledger as FOCUS rows, for finance and for every tool that reads the FinOps Open Cost and Usage Specification.</summary>
/// <remarks>
/// <para>How rows are made:</para>
/// <list type="number">
/// <item><description>Each line of an entry's bill belongs to one SKU price: provider, model, kind of usage, service tier, price.</description></item>
/// <item><description>
/// Lines of the same charge period, SKU price and tags are added up (<see cref="FocusGranularity"/>). Price × quantity is the cost exactly, in every row.
/// </description></item>
/// <item><description>The entry's effective cost is spread over its lines in proportion; it is what is billed, except where a commitment has paid already.</description></item>
/// <item><description>Σ ListCost and Σ EffectiveCost are the ledger's, to the last digit. Unpriced entries have no row and are counted.</description></item>
/// </list>
/// <para>Entries are streamed: memory does not grow with the ledger. Thread-safe; an exporter can be used many times.</para>
/// </remarks>
public sealed class FocusExporter
{
    private const int ProgressEvery = 1_000;

    private readonly FocusExportOptions _options;

    /// <summary>Initializes a new instance of the <see cref="FocusExporter"/> class.</summary>
    /// <param name="options">What the export says beyond the ledger. It should not be changed afterwards.</param>
    /// <exception cref="ArgumentException">The options are not valid. The message names all faults.</exception>
    public FocusExporter(FocusExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        Schema = FocusSchema.For(options.Version, options.Granularity);
    }

    /// <summary>Gets the columns of the export.</summary>
    public FocusSchema Schema { get; }

    /// <summary>Exports a ledger.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="filter">Which entries; <see langword="null"/> is all. Its period is that of commitments and charges too, where the options name none.</param>
    /// <param name="writer">Where the rows go.</param>
    /// <param name="progress">Is told now and then how many entries are done.</param>
    /// <param name="cancellationToken">Cancels the work; what is written is not whole then.</param>
    /// <returns>What was written and what was left out.</returns>
    /// <exception cref="InvalidOperationException">An entry has another currency than <see cref="FocusExportOptions.BillingCurrency"/>.</exception>
    public async Task<FocusExportSummary> ExportAsync(
        ICostLedger ledger, LedgerFilter? filter, IFocusWriter writer, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(writer);
        var tally = new ExportTally();
        IAsyncEnumerable<LedgerEntry> entries = ledger.EnumerateAsync(filter, cancellationToken);
        await writer.StartAsync(Schema, cancellationToken).ConfigureAwait(false);
        await foreach (FocusRow row in RowsAsync(entries, filter, tally, progress, cancellationToken).ConfigureAwait(false))
        {
            await writer.WriteAsync(row, cancellationToken).ConfigureAwait(false);
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        progress?.Report(tally.Entries);
        return tally.ToSummary();
    }

    /// <summary>Makes the rows of some entries.</summary>
    /// <param name="entries">The entries, about in the order of time.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="InvalidOperationException">An entry has another currency than <see cref="FocusExportOptions.BillingCurrency"/>.</exception>
    public IAsyncEnumerable<FocusRow> RowsAsync(IAsyncEnumerable<LedgerEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return RowsAsync(entries, null, new ExportTally(), null, cancellationToken);
    }

    private async IAsyncEnumerable<FocusRow> RowsAsync(
        IAsyncEnumerable<LedgerEntry> entries,
        LedgerFilter? filter,
        ExportTally tally,
        IProgress<long>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new ExportRun(_options, filter, tally);
        foreach (FocusRow row in run.Begin())
        {
            yield return row;
        }

        await foreach (LedgerEntry entry in entries.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (FocusRow row in run.Add(entry))
            {
                yield return row;
            }

            if (tally.Entries % ProgressEvery == 0)
            {
                progress?.Report(tally.Entries);
            }
        }

        foreach (FocusRow row in run.End())
        {
            yield return row;
        }
    }
}
