using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using TokenFinOps.Caching.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Caching;

/// <summary>Reads what other processes change, for as long as it is asked.</summary>
/// <remarks>
/// <list type="number">
/// <item><description>A connection of its own listens for notifications, which say only that something changed.</description></item>
/// <item><description>A round reads what was committed since the snapshot of the last round; a page that cannot be read is read again, and so is the round.</description></item>
/// <item><description>After a lost connection the next round begins at the same snapshot: what happened meanwhile is told. If the server is not the one it was, everything is.</description></item>
/// </list>
/// <para>Not thread-safe.</para>
/// </remarks>
internal sealed partial class ChangeFeed(
    CacheDatabase database, CacheReading reading, WatchStart start, PostgreSqlSemanticCacheOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private readonly CacheRows _rows = new();
    private NpgsqlConnection? _connection;
    private CacheCursor? _cursor;
    private string _server = string.Empty;
    private string? _since;
    private string? _until;
    private DateTimeOffset _roundBegan;
    private CachePlace _after;
    private bool _isNotified;
    private TimeSpan _delay;

    /// <summary>Waits for changes.</summary>
    /// <returns>At least one.</returns>
    /// <exception cref="SemanticCacheStoreException">The schema is of a later version, or the server was away for so long that removals are forgotten.</exception>
    public async Task<IEnumerable<CacheStoreChange>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                NpgsqlConnection connection = await ConnectedAsync(cancellationToken).ConfigureAwait(false);
                List<(CachePlace Place, CacheStoreChange Change)> page = await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
                if (page.Count > 0)
                {
                    return page.Select(static row => row.Change);
                }

                if (!_isNotified)
                {
                    await connection.WaitAsync(options.LookPeriod, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception fault) when (ServerFault.IsOne(fault) && !cancellationToken.IsCancellationRequested)
            {
                await PutOffAsync(fault, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync() => await DisconnectAsync().ConfigureAwait(false);

    private async ValueTask<NpgsqlConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: ConnectionState.Open })
        {
            return _connection;
        }

        await DisconnectAsync().ConfigureAwait(false);
        NpgsqlConnection connection = _connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        connection.Notification += OnNotification;

        // First listen, then look: what is committed after the look is notified of.
        await connection.RunAsync($"LISTEN \"{database.Tables.Channel}\"", cancellationToken).ConfigureAwait(false);
        await FindPlaceAsync(connection, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    private async Task FindPlaceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        CacheCursor here = await reading.CursorAsync(connection, cancellationToken).ConfigureAwait(false);
        _cursor ??= await start.OfWatchAsync(connection, cancellationToken).ConfigureAwait(false);
        if (here.At - _cursor.At > options.KeepRemovals)
        {
            throw new SemanticCacheStoreException(
                $"The server was away since {_cursor.At:u}, longer than removed entries are remembered ({options.KeepRemovals}). Forget all entries and load them again.");
        }

        _server = here.Server;
        _since = here.Server == _cursor.Server ? _cursor.Snapshot : null;
        if (_since is null)
        {
            LogOtherServer(logger);
        }
    }

    private async Task<List<(CachePlace Place, CacheStoreChange Change)>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_until is null)
        {
            _isNotified = false;
            _roundBegan = time.GetUtcNow();
            _after = CachePlace.Start;
            _until = await CacheReading.SnapshotAsync(connection, cancellationToken).ConfigureAwait(false);
        }

        List<(CachePlace Place, CacheStoreChange Change)> page = await reading.ChangesAsync(connection, _rows, _since, _until, _after, cancellationToken).ConfigureAwait(false);
        if (page is [.., var last])
        {
            _after = last.Place;
        }
        else
        {
            _cursor = new CacheCursor(_server, _until, _roundBegan);
            (_since, _until) = (_until, null);
        }

        _delay = TimeSpan.Zero;
        return page;
    }

    private async Task PutOffAsync(Exception fault, CancellationToken cancellationToken)
    {
        if (_delay == TimeSpan.Zero)
        {
            LogAway(logger, ServerFault.Explain(fault));
            _delay = ShortestDelay;
        }

        database.ForgetIfLost(fault);
        await DisconnectAsync().ConfigureAwait(false);
        await Task.Delay(_delay, time, cancellationToken).ConfigureAwait(false);
        _delay = _delay * 2 < LongestDelay ? _delay * 2 : LongestDelay;
    }

    private async Task DisconnectAsync()
    {
        _until = null;
        if (_connection is { } connection)
        {
            _connection = null;
            connection.Notification -= OnNotification;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void OnNotification(object sender, NpgsqlNotificationEventArgs notification) => _isNotified = true;

    [LoggerMessage(LogLevel.Warning, "Changes of the semantic cache by other processes cannot be read; it is tried again until they can, and none is missed. {Explanation}")]
    private static partial void LogAway(ILogger logger, string explanation);

    [LoggerMessage(LogLevel.Information, "The semantic cache's server is not the one it was: all entries are read again.")]
    private static partial void LogOtherServer(ILogger logger);
}
