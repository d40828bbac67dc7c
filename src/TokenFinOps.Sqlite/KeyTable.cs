using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite;

/// <summary>Numbers the combinations of values that entries have, so that an entry and a sum carry a number instead.</summary>
/// <remarks>For the writing connection. Not thread-safe, but for <see cref="TryGet"/>.</remarks>
internal sealed class KeyTable(SqliteConnection connection) : IDisposable
{
    // Beyond that they are looked up in the file again.
    private const int MostRemembered = 100_000;

    private readonly Dictionary<RollupKey, long> _numbers = new(RollupKeyComparer.Instance);
    private readonly Dictionary<RollupKey, long> _found = new(RollupKeyComparer.Instance);
    private readonly SqliteStatement _find = new(connection, "SELECT key FROM ledger_key WHERE hash = ?");
    private readonly SqliteStatement _add = new(
        connection,
        """
        INSERT INTO ledger_key (hash, packed, kind, operation, provider, deployment, model, requested_model, service_tier, currency,
                                outcome, usage_origin, pricing_status, error_type, finish_reason, catalogue_version, tags)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING key
        """);

    private readonly ByteWriter _writer = new();

    /// <summary>Gets the number of an entry's values if it is remembered. Several threads may ask at once while nothing else is done with the table.</summary>
    public bool TryGet(LedgerEntry entry, out long number) => _numbers.GetAlternateLookup<LedgerEntry>().TryGetValue(entry, out number);

    /// <summary>Gets the number of an entry's values from the file, a new one if it is the first to have them. It is remembered when <see cref="Remember"/> is called.</summary>
    public long FindOrAdd(LedgerEntry entry)
    {
        var key = new RollupKey(entry);
        long number = FindOrAdd(key);
        _found[key] = number;
        return number;
    }

    /// <summary>Remembers the numbers that were found in the file since.</summary>
    public void Remember()
    {
        if (_numbers.Count + _found.Count > MostRemembered)
        {
            _numbers.Clear();
        }

        foreach ((RollupKey key, long number) in _found)
        {
            _numbers[key] = number;
        }

        _found.Clear();
    }

    /// <summary>Forgets the numbers, some of which a transaction gave that was rolled back.</summary>
    public void Forget()
    {
        _numbers.Clear();
        _found.Clear();
    }

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
    }

    private long FindOrAdd(RollupKey key)
    {
        if (_found.TryGetValue(key, out long number))
        {
            return number;
        }

        _writer.Clear();
        RollupKeyCodec.Write(key, _writer);
        Guid hash = RollupKeyCodec.IdOf(_writer.Written);
        _find.Bind(1, hash);
        try
        {
            if (_find.Step())
            {
                return _find.Int64(0);
            }
        }
        finally
        {
            _find.Reset();
        }

        return Add(key, hash);
    }

    private long Add(RollupKey key, Guid hash)
    {
        _add.Bind(1, hash);
        _add.Bind(2, _writer.Written);
        int parameter = 3;
        foreach (LedgerDimension dimension in LedgerKeyColumns.Dimensions)
        {
            _add.Bind(parameter++, key.ValueOf(dimension));
        }

        _add.Bind(parameter, TagJson.Write(key.Tags));
        try
        {
            _add.Step();
            return _add.Int64(0);
        }
        finally
        {
            _add.Reset();
        }
    }
}
