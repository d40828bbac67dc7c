using Npgsql;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Upkeep;

/// <summary>Sums that are added to the stored ones.</summary>
/// <remarks>Not thread-safe. Whoever stores them holds <see cref="LedgerTables.FoldLock"/>, so nobody else changes the stored ones.</remarks>
internal sealed class SumSet
{
    private readonly Dictionary<(RollupLevel Level, long Period, Guid Key), Tally> _sums = [];

    public void Add(RollupLevel level, long period, Guid key, ReadOnlySpan<byte> packed)
    {
        if (!_sums.TryGetValue((level, period, key), out Tally? sum))
        {
            _sums[(level, period, key)] = sum = new Tally();
        }

        sum.Add(packed);
    }

    public async Task StoreAsync(NpgsqlConnection connection, LedgerTables tables, CancellationToken cancellationToken)
    {
        if (_sums.Count == 0)
        {
            return;
        }

        (RollupLevel Level, long Period, Guid Key)[] places = [.. _sums.Keys];
        short[] levels = [.. places.Select(static place => (short)place.Level)];
        long[] periods = [.. places.Select(static place => place.Period)];
        Guid[] keys = [.. places.Select(static place => place.Key)];
        await AddStoredAsync(connection, tables, [Value(levels), Value(periods), Value(keys)], cancellationToken).ConfigureAwait(false);
        var writer = new ByteWriter();
        byte[][] packed = [.. places.Select(place => PackedOf(_sums[place], writer))];
        await connection.RunAsync(
            $"""
            INSERT INTO {tables.Rollup} (level, period, key, packed) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::uuid[], $4::bytea[])
            ON CONFLICT (level, period, key) DO UPDATE SET packed = excluded.packed
            """,
            cancellationToken,
            Value(levels),
            Value(periods),
            Value(keys),
            Value(packed)).ConfigureAwait(false);
    }

    private static byte[] PackedOf(Tally sum, ByteWriter writer)
    {
        writer.Clear();
        sum.Write(writer);
        return writer.Written.ToArray();
    }

    private async Task AddStoredAsync(NpgsqlConnection connection, LedgerTables tables, NpgsqlParameter[] places, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            $"SELECT level, period, key, packed FROM unnest($1, $2, $3) AS place (level, period, key) JOIN {tables.Rollup} USING (level, period, key)", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(places);
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    Add((RollupLevel)reader.GetInt16(0), reader.GetInt64(1), reader.GetGuid(2), reader.GetFieldValue<byte[]>(3));
                }
            }
        }
    }
}
