using Npgsql;
using TokenFinOps.Caching.Storage;

namespace TokenFinOps.PostgreSql.Caching;

/// <summary>Reads rows of the cache in pages of about as many bytes, whatever the size of a row.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class CacheRows
{
    public const string Columns = "changed::text, seq, id, removed IS NOT NULL, partition, owner, created, expires, vector, body";

    private const int BytesOfPage = 4 << 20;
    private const int FewestRows = 8;
    private const int MostRows = 2_000;

    /// <summary>Gets how many rows the next page should have, from the size of those seen last. At first little is known.</summary>
    public int Limit { get; private set; } = 100;

    public async Task<List<(CachePlace Place, CacheStoreChange Change)>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        List<(CachePlace, CacheStoreChange)> rows = [];
        long bytes = 0;
        await using (command.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    CacheStoreChange change = Read(reader);
                    rows.Add((new CachePlace(reader.GetString(0), reader.GetInt64(1)), change));
                    bytes += change.Saved is { } saved ? saved.Vector.Length + saved.Body.Length : 0;
                }
            }
        }

        if (rows.Count > 0)
        {
            Limit = (int)Math.Clamp(BytesOfPage / Math.Max(1, bytes / rows.Count), FewestRows, MostRows);
        }

        return rows;
    }

    private static CacheStoreChange Read(NpgsqlDataReader reader)
    {
        Guid id = reader.GetGuid(2);
        return new CacheStoreChange(id, reader.GetBoolean(3) ? null : new StoredCacheEntry(
            id,
            reader.GetString(4),
            reader.GetString(5),
            new DateTimeOffset(reader.GetInt64(6), TimeSpan.Zero),
            new DateTimeOffset(reader.GetInt64(7), TimeSpan.Zero),
            reader.GetFieldValue<byte[]>(8),
            reader.GetFieldValue<byte[]>(9)));
    }
}
