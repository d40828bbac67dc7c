using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using TokenFinOps.Caching.Storage;
using TokenFinOps.Sqlite.Caching;

namespace TokenFinOps.Sqlite;

/// <summary>Keeps the semantic cache's entries in an SQLite file: a cache that is warm after a start.</summary>
/// <remarks>
/// <para>How it works:</para>
/// <list type="number">
/// <item><description>Entries are written in short transactions to a write-ahead log. A process that is killed loses none that was written.</description></item>
/// <item><description>They are loaded in pages from a file that is mapped into memory, and the file is not held up meanwhile.</description></item>
/// <item><description>Expired entries are taken out in small parts whenever entries are written or loaded. What is removed is overwritten with zeros.</description></item>
/// </list>
/// <para>
/// The file may be the ledger's or another one, and several processes on one machine may use it; one does not learn what another saves before it loads again. Questions and
/// answers are stored as text: who can read the file, its <c>-wal</c> file or a backup can read them, so protect them like the conversations themselves.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed class SqliteSemanticCacheStore : ISemanticCacheStore, IDisposable
{
    // So many rows are written at once that others wait for milliseconds only.
    private const int AtOnce = 500;
    private const int PurgedOnLoad = 10_000;

    private readonly CacheFile _file;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1);
    private CacheWriting? _writing;

    /// <summary>Initializes a new instance of the <see cref="SqliteSemanticCacheStore"/> class. The file is opened, and made when it is not there, at the first use.</summary>
    /// <param name="connectionString">The file, e.g. <c>Data Source=finops.db</c>.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Later changes of the object have no effect.</param>
    /// <param name="timeProvider">The clock that says which entries have expired when others are written; <see langword="null"/> is the system's.</param>
    /// <exception cref="ArgumentException">The connection string names no file, or an option is out of range.</exception>
    public SqliteSemanticCacheStore(string connectionString, SqliteSemanticCacheOptions? options = null, TimeProvider? timeProvider = null)
    {
        SqliteSemanticCacheOptions settings = (options ?? new()).Copy();
        settings.Validate();
        _file = new CacheFile(connectionString, settings);
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    /// <exception cref="SemanticCacheStoreException">The file cannot be read.</exception>
    public async IAsyncEnumerable<StoredCacheEntry> LoadAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await WriteAsync(static _ => { }, cancellationToken).ConfigureAwait(false);
        using CacheReading reading = await ReadAsync(_file.OpenToRead, cancellationToken).ConfigureAwait(false);
        while (await ReadAsync(() => reading.Next(now), cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (StoredCacheEntry entry in page)
            {
                yield return entry;
            }
        }

        await PurgeAsync(now, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="SemanticCacheStoreException">The file cannot be written; part of the entries may have been.</exception>
    public async Task SaveAsync(IReadOnlyCollection<StoredCacheEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (StoredCacheEntry[] part in entries.Chunk(AtOnce))
        {
            await WriteAsync(writing => writing.Save(part, _time.GetUtcNow(), AtOnce), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SemanticCacheStoreException">The file cannot be written; part of the entries may have been removed.</exception>
    public async Task RemoveAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        foreach (Guid[] part in ids.Chunk(AtOnce))
        {
            await WriteAsync(writing => writing.Remove(part), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SemanticCacheStoreException">The file cannot be read.</exception>
    public async Task<string?> LoadStateAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        await WriteAsync(static _ => { }, cancellationToken).ConfigureAwait(false);
        using CacheReading reading = await ReadAsync(_file.OpenToRead, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(() => reading.State(key), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="SemanticCacheStoreException">The file cannot be written.</exception>
    public Task SaveStateAsync(string key, string state, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(state);
        return WriteAsync(writing => writing.SaveState(key, state, _time.GetUtcNow()), cancellationToken);
    }

    /// <summary>Tells nothing and ends at once: the file is one machine's.</summary>
    /// <param name="cancellationToken">Is not looked at.</param>
    /// <returns>No changes.</returns>
    public IAsyncEnumerable<CacheStoreChange> WatchAsync(CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<CacheStoreChange>();

    /// <summary>Closes the file, once what is being written is.</summary>
    public void Dispose()
    {
        _gate.Wait();
        Close();
        _gate.Dispose();
    }

    // What has expired is no hindrance: if it cannot be taken out now it is another time.
    private async Task PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            int count = AtOnce;
            for (int purged = 0; count == AtOnce && purged < PurgedOnLoad; purged += count)
            {
                await WriteAsync(writing => count = writing.Purge(now, AtOnce), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SemanticCacheStoreException)
        {
        }
    }

    private async Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(read, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException fault)
        {
            throw new SemanticCacheStoreException($"The cache's entries cannot be read. {SqliteFaults.Explain(fault, _file.Path)}", fault);
        }
    }

    private async Task WriteAsync(Action<CacheWriting> write, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(() => write(_writing ??= _file.OpenToWrite()), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException fault)
        {
            if (SqliteFaults.NeedsNewConnection(fault))
            {
                Close();
            }

            throw new SemanticCacheStoreException($"The cache's entries cannot be written. {SqliteFaults.Explain(fault, _file.Path)}", fault);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Close()
    {
        _writing?.Dispose();
        _writing = null;
    }
}
