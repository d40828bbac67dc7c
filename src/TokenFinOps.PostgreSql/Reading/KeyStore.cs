using System.Collections.Concurrent;
using Npgsql;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Reading;

/// <summary>Remembers keys that were read. A key never changes, so that one read once is right for ever.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class KeyStore(LedgerTables tables)
{
    private const int Most = 200_000;

    private readonly ConcurrentDictionary<Guid, RollupKey> _keys = new();

    /// <summary>Starts a question, which keeps the keys that it needs whatever is forgotten meanwhile.</summary>
    public Lookup NewLookup() => new(this);

    private async Task ReadAsync(NpgsqlConnection connection, Guid[] ids, Dictionary<Guid, RollupKey> found, CancellationToken cancellationToken)
    {
        if (_keys.Count > Most)
        {
            _keys.Clear();
        }

        var command = new NpgsqlCommand($"SELECT id, packed FROM {tables.Key} WHERE id = ANY($1)", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(ConnectionExtensions.Value(ids));
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    found[reader.GetGuid(0)] = _keys[reader.GetGuid(0)] = RollupKeyCodec.Read(reader.GetFieldValue<byte[]>(1));
                }
            }
        }
    }

    /// <summary>The keys that one question needs.</summary>
    /// <remarks>Not thread-safe.</remarks>
    internal sealed class Lookup(KeyStore store)
    {
        private readonly Dictionary<Guid, RollupKey> _found = [];

        public RollupKey this[Guid id] => _found.TryGetValue(id, out RollupKey? key) ? key : throw new InvalidDataException(
            $"The key {id} of the ledger is missing, though sums or entries refer to it. Restore the ledger's schema from a backup as a whole.");

        public async ValueTask LoadAsync(NpgsqlConnection connection, IEnumerable<Guid> ids, CancellationToken cancellationToken)
        {
            HashSet<Guid> missing = [];
            foreach (Guid id in ids)
            {
                if (_found.ContainsKey(id))
                {
                    continue;
                }

                if (store._keys.TryGetValue(id, out RollupKey? key))
                {
                    _found[id] = key;
                }
                else
                {
                    missing.Add(id);
                }
            }

            if (missing.Count > 0)
            {
                await store.ReadAsync(connection, [.. missing], _found, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
