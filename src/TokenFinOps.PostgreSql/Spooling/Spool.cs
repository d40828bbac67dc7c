using Microsoft.Extensions.Logging;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Spooling;

/// <summary>Keeps entries on the local disk while the server is away, until they are moved there.</summary>
/// <remarks>Thread-safe: one flow appends, another drains.</remarks>
internal sealed partial class Spool(SpoolFolder folder, int limit, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private SpoolFile? _own;
    private SpoolFile? _left;

    /// <summary>Gets how many entries wait on the local disk, those of an ended process that are being moved included.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
            {
                return (_own?.Count ?? 0) + (_left?.Count ?? 0);
            }
        }
    }

    /// <summary>Writes entries behind others that wait already.</summary>
    /// <returns><see langword="false"/> when none wait: then the server is to be tried first.</returns>
    public bool TryAppendBehind(EntryBatch batch)
    {
        lock (_gate)
        {
            if (_own is null or { Count: 0 })
            {
                return false;
            }

            Append(batch, null);
            return true;
        }
    }

    /// <summary>Writes entries. When this returns they are on the disk.</summary>
    /// <exception cref="SpoolFullException">There is no room for them.</exception>
    public void Append(EntryBatch batch, Exception? serverFault)
    {
        lock (_gate)
        {
            if ((_own?.Count ?? 0) + batch.Count > limit)
            {
                throw new SpoolFullException(
                    $"The server is away, and {_own?.Count ?? 0:N0} entries wait on the local disk already; {nameof(PostgreSqlLedgerOptions.SpoolLimit)} allows {limit:N0}.", serverFault);
            }

            _own ??= folder.Create();
            try
            {
                _own.Append(batch);
            }
            catch (Exception fault) when (SpoolFolder.IsDamage(fault))
            {
                PutAside(_own, fault);
                throw;
            }
        }
    }

    /// <summary>Moves everything: own entries, then those that ended processes left.</summary>
    /// <exception cref="Exception">The server is still away. What was not moved stays.</exception>
    public async Task DrainAsync(SpoolTransfer transfer)
    {
        while (_own is { } own)
        {
            await MoveAsync(own, transfer).ConfigureAwait(false);
        }

        while ((_left ?? Adopt()) is { } left)
        {
            await MoveAsync(left, transfer).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the files, and removes those in which nothing waits.</summary>
    public void Dispose()
    {
        Leave(_own);
        Leave(_left);
        _own?.Dispose();
        _left?.Dispose();
    }

    private async Task MoveAsync(SpoolFile file, SpoolTransfer transfer)
    {
        try
        {
            await transfer.MoveAsync(file).ConfigureAwait(false);
        }
        catch (Exception fault) when (SpoolFolder.IsDamage(fault))
        {
            PutAside(file, fault);
            return;
        }

        Leave(file);
    }

    private SpoolFile? Adopt()
    {
        if (folder.Adopt(_own?.Path) is not { } left)
        {
            return null;
        }

        LogAdopted(logger, left.Count, left.Path);
        lock (_gate)
        {
            return _left = left;
        }
    }

    // An empty file is removed: nobody need adopt it, and its room is free again.
    private void Leave(SpoolFile? file)
    {
        lock (_gate)
        {
            if (file is { Count: 0 })
            {
                Forget(file);
                file.Delete();
            }
        }
    }

    private void PutAside(SpoolFile file, Exception damage)
    {
        lock (_gate)
        {
            Forget(file);
            file.Dispose();
            folder.PutAside(file.Path, damage);
        }
    }

    private void Forget(SpoolFile file)
    {
        _own = _own == file ? null : _own;
        _left = _left == file ? null : _left;
    }

    [LoggerMessage(LogLevel.Information, "Another process left {Count} ledger entries in {File}; they are moved to the server.")]
    private static partial void LogAdopted(ILogger logger, long count, string file);
}
