using Npgsql;

namespace TokenFinOps.PostgreSql.Caching;

/// <summary>Says from where on changes are told: from the last load, or, before any, from where watching begins. Whichever of the two is first, nothing falls between them.</summary>
/// <remarks>Snapshots are taken one after the other, so that a load which has begun is known to the watcher that begins later. Thread-safe.</remarks>
internal sealed class WatchStart(CacheReading reading, CacheCursor? loaded = null) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private CacheCursor? _loaded = loaded;

    public Task<CacheCursor> OfLoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        TakeAsync(async () => _loaded = await reading.CursorAsync(connection, cancellationToken).ConfigureAwait(false), cancellationToken);

    public Task<CacheCursor> OfWatchAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        TakeAsync(async () => _loaded ?? await reading.CursorAsync(connection, cancellationToken).ConfigureAwait(false), cancellationToken);

    public void Dispose() => _gate.Dispose();

    private async Task<CacheCursor> TakeAsync(Func<Task<CacheCursor>> take, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await take().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
