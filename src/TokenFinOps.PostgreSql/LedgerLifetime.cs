using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql;

/// <summary>Opens the ledger with the host, so that what an earlier process left on the local disk is moved on, and writes what is pending when the host stops.</summary>
internal sealed partial class LedgerLifetime(ICostLedger ledger, ILogger<PostgreSqlCostLedger> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (ledger is IDurableCostLedger durable ? durable.FlushAsync(cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or OperationCanceledException)
        {
            LogNotFlushed(logger, fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The ledger could not write what was pending when the host stopped; it tries once more when it is disposed of.")]
    private static partial void LogNotFlushed(ILogger logger, Exception fault);
}
