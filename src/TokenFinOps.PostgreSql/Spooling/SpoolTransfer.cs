using Microsoft.Extensions.Logging;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.PostgreSql.Writing;

namespace TokenFinOps.PostgreSql.Spooling;

/// <summary>Moves the entries of a spool file to the server, in their order. Moving one twice counts once.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed partial class SpoolTransfer(ServerBatchWriter server, int maxBatch, ILogger logger)
{
    private long _refused;

    /// <summary>Gets how many entries the server refused for good.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Moves entries until none is left.</summary>
    /// <exception cref="Exception">The server is away. What was not moved stays in the file.</exception>
    public async Task MoveAsync(SpoolFile file)
    {
        int size = maxBatch;
        while (file.Peek(size) is { Count: > 0 } taken)
        {
            var batch = new EntryBatch();
            taken.ForEach(spooled => batch.Add(new PendingEntry(spooled.Entry, null)));
            if (!await TryWriteAsync(batch).ConfigureAwait(false))
            {
                // One of them is to blame: the others need not wait for ever behind it.
                size = taken.Count / 2;
                continue;
            }

            file.RemoveThrough(taken[^1].Sequence);
            size = maxBatch;
            if (batch.Refused > 0)
            {
                Interlocked.Add(ref _refused, batch.Refused);
                LogRefused(logger, batch.Refused);
            }
        }
    }

    private async Task<bool> TryWriteAsync(EntryBatch batch)
    {
        try
        {
            await server.WriteAsync(batch, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (ServerFault.IsOfEntries(fault))
        {
            if (batch.Count > 1)
            {
                return false;
            }

            LogUnfit(logger, fault, batch[0].Id, ServerFault.Explain(fault));
            batch.Refuse(0, fault);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Critical, "PostgreSQL does not take the ledger entry {EntryId}, and never will. {Explanation}")]
    private static partial void LogUnfit(ILogger logger, Exception fault, Guid entryId, string explanation);

    [LoggerMessage(LogLevel.Error, "The ledger refused {Count} entries that waited on the local disk: they are older than what it keeps, or cannot be stored.")]
    private static partial void LogRefused(ILogger logger, int count);
}
