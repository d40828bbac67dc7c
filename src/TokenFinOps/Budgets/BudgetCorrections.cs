using Microsoft.Extensions.Logging;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Ledger;

namespace TokenFinOps.Budgets;

/// <summary>Charges what re-rating an earlier attempt has changed, so that budgets go on saying what the ledger says.</summary>
/// <remarks>A correction of an attempt whose window has ended changes nothing: that budget is closed.</remarks>
internal sealed partial class BudgetCorrections : IDisposable
{
    private readonly BudgetBook _book;
    private readonly BudgetGate _gate;
    private readonly IDisposable _subscription;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public BudgetCorrections(ICostLedger ledger, BudgetBook book, BudgetGate gate, TimeProvider time, ILogger logger)
    {
        _book = book;
        _gate = gate;
        _time = time;
        _logger = logger;
        _subscription = ledger.Subscribe(OnWritten);
    }

    public void Dispose() => _subscription.Dispose();

    private void OnWritten(LedgerEntry entry)
    {
        if (entry.Kind != LedgerEntryKind.Correction)
        {
            return;
        }

        var subject = new BudgetSubject(
            entry.Tags, entry.RunId, entry.RequestedModel ?? entry.Model, entry.PricedAs, entry.Provider, entry.Deployment, null);
        BudgetCharge[] charges = [.. _book.ChargesOf(subject, entry.Timestamp, out _, out _)
            .Where(charge => charge.Account.Start <= entry.Timestamp && charge.Account.End > _time.GetUtcNow())
            .Select(static charge => charge with { Amount = 0 })];
        if (charges.Length > 0)
        {
            // With an id of its own it can go in one batch with other corrections.
            _ = ChargeAsync(new BudgetReservation(_gate, charges, entry.Timestamp, 0) { Id = entry.Id }, entry);
        }
    }

    private async Task ChargeAsync(BudgetReservation correction, LedgerEntry entry)
    {
        try
        {
            await correction.SettleAsync(entry).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogNotCharged(exception, entry.Id);
        }
    }

    [LoggerMessage(LogLevel.Error, "The correction {Entry} could not be charged to its budgets.")]
    private partial void LogNotCharged(Exception exception, Guid entry);
}
