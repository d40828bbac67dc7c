using Microsoft.Extensions.Logging;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.PostgreSql.Spooling;

namespace TokenFinOps.PostgreSql.Writing;

/// <summary>Writes to the server, and to the local disk while the server is away: either is durable.</summary>
/// <remarks>While entries wait on the local disk new ones go behind them, so that they reach the server in their order.</remarks>
internal sealed partial class SpoolingStore(ServerBatchWriter server, Spool spool, SpoolDrainer drainer, ILogger logger) : IEntryBatchStore
{
    public async ValueTask WriteAsync(EntryBatch batch, CancellationToken cancellationToken)
    {
        if (spool.TryAppendBehind(batch))
        {
            return;
        }

        try
        {
            await server.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            batch.Restart();
            spool.Append(batch, fault);
            LogSpooled(logger, batch.Count, ServerFault.Explain(fault));
            drainer.Wake(fault);
        }
    }

    public string Explain(Exception fault) => fault switch
    {
        SpoolFullException full => $"{full.Message} {(full.InnerException is { } server ? ServerFault.Explain(server) : string.Empty)}".TrimEnd(),
        Microsoft.Data.Sqlite.SqliteException or IOException or UnauthorizedAccessException =>
            $"The server is away, and the local disk cannot be written: {fault.Message} Check the folder {nameof(PostgreSqlLedgerOptions.SpoolPath)} and the room on its disk.",
        _ => ServerFault.Explain(fault),
    };

    [LoggerMessage(LogLevel.Warning, "The ledger's server is away; {Count} entries are on the local disk, and further ones go there until it is back. {Explanation}")]
    private static partial void LogSpooled(ILogger logger, int count, string explanation);
}
