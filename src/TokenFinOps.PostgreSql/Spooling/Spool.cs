using Microsoft.Extensions.Logging;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Spooling;

/// <summary>Keeps entries on the local disk while the server is away, and moves them there in their order when it is back.</summary>
/// <remarks>Thread-safe: one writes, one drains.</remarks>
internal sealed partial class Spool(SpoolFolder folder, int limit, int maxBatch, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private SpoolFile? _own;
    private SpoolFile? _left;
    private long _refused;

    /// <summary>Gets how many entries wait on the local disk, those of ended processes that were taken over included.</summary>
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

    /// <summary>Gets how many entries the server refused for good.</summary>
    public long Refused => Interlocked.Read(ref _refused);

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

    /// <summary>Writes entries.</summary>
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

            try
            {
                _own ??= folder.Create();
                _own.Append(batch);
            }
            catch (Exception fault) when (_own is not null && SpoolFolder.IsDamage(fault))
            {
                PutOwnAside(_own, fault);
                throw;
            }
        }
    }

    /// <summary>Moves everything to the server: own entries, then those that ended processes left.</summary>
    /// <exception cref="Exception">The server is still away. What was not moved stays.</exception>
    public async Task DrainAsync(Func<EntryBatch, Task> write)
    {
        if (_own is { } own)
        {
            await DrainAsync(own, write).ConfigureAwait(false);
        }

        while ((_left ?? Adopt()) is { } left)
        {
            try
            {
                await DrainAsync(left, write).ConfigureAwait(false);
                Leave(left, null);
            }
            catch (Exception fault) when (SpoolFolder.IsDamage(fault))
            {
                Leave(left, fault);
            }
        }
    }

    /// <summary>Closes the file, and removes it when nothing waits in it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Release();
            _own?.Dispose();
            _own = null;
            _left?.Dispose();
            _left = null;
        }
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

    private void Leave(SpoolFile left, Exception? damage)
    {
        lock (_gate)
        {
            _left = null;
        }

        if (damage is null)
        {
            left.Delete();
            return;
        }

        left.Dispose();
        folder.PutAside(left.Path, damage);
    }

    private async Task DrainAsync(SpoolFile file, Func<EntryBatch, Task> write)
    {
        int size = maxBatch;
        while (Take(file, size) is { Count: > 0 } taken)
        {
            var batch = new EntryBatch();
            taken.ForEach(spooled => batch.Add(new PendingEntry(spooled.Entry, null)));
            try
            {
                await write(batch).ConfigureAwait(false);
            }
            catch (Exception fault) when (ServerFault.IsOfEntries(fault))
            {
                if (taken.Count > 1)
                {
                    // One of them is to blame: the others need not wait for ever behind it.
                    size = taken.Count / 2;
                    continue;
                }

                batch.Refuse(0, fault);
                LogUnfit(logger, fault, taken[0].Entry.Id, ServerFault.Explain(fault));
            }

            Settle(file, taken[^1].Sequence, batch);
            size = maxBatch;
        }
    }

    private List<SpooledEntry> Take(SpoolFile file, int size)
    {
        lock (_gate)
        {
            try
            {
                List<SpooledEntry> taken = file.Peek(size);
                if (taken.Count == 0 && file == _own)
                {
                    Release();
                }

                return taken;
            }
            catch (Exception fault) when (file == _own && SpoolFolder.IsDamage(fault))
            {
                PutOwnAside(file, fault);
                return [];
            }
        }
    }

    private void Settle(SpoolFile file, long sequence, EntryBatch batch)
    {
        lock (_gate)
        {
            file.RemoveThrough(sequence);
        }

        if (batch.Refused > 0)
        {
            Interlocked.Add(ref _refused, batch.Refused);
            LogRefused(logger, batch.Refused);
        }
    }

    private void PutOwnAside(SpoolFile own, Exception damage)
    {
        _own = null;
        own.Dispose();
        folder.PutAside(own.Path, damage);
    }

    // An empty file is removed: nobody need adopt it, and its room is free again.
    private void Release()
    {
        if (_own is { Count: 0 })
        {
            _own.Delete();
            _own = null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Another process left {Count} ledger entries in {File}; they are moved to the server.")]
    private static partial void LogAdopted(ILogger logger, long count, string file);

    [LoggerMessage(LogLevel.Critical, "PostgreSQL does not take the ledger entry {EntryId}, and never will. {Explanation}")]
    private static partial void LogUnfit(ILogger logger, Exception fault, Guid entryId, string explanation);

    [LoggerMessage(LogLevel.Error, "The ledger refused {Count} entries that waited on the local disk: they are older than what it keeps, or cannot be stored.")]
    private static partial void LogRefused(ILogger logger, int count);
}
