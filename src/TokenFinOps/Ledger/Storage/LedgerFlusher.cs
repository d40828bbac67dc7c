using Microsoft.Extensions.Hosting;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Writes what is pending when the host stops.</summary>
internal sealed class LedgerFlusher(IDurableCostLedger ledger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => ledger.FlushAsync(cancellationToken);
}
