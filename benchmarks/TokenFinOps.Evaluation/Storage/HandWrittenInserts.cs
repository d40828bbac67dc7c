using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.Pricing;
using TokenFinOps.Sqlite;

namespace TokenFinOps.Evaluation.Storage;

/// <summary>What one would write by hand: a prepared INSERT of the same rows into the same table with the same indexes, in transactions of many rows, without any sums.</summary>
/// <remarks>The rows' values are made beforehand: only binding, inserting and committing is measured.</remarks>
internal sealed class HandWrittenInserts : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    /// <param name="file">The file, which must not exist.</param>
    /// <param name="synchronous">FULL or NORMAL.</param>
    public HandWrittenInserts(string file, string synchronous)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        Execute($"PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536;");
        LedgerSchema.Migrate(_connection);
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO entry (id, at, key, request_id, run_id, parent_run_id, list_cost, effective_cost, baseline_cost, input_tokens, output_tokens, packed) "
            + "VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        for (int i = 0; i < 12; i++)
        {
            _insert.Parameters.Add(new SqliteParameter($"${i}", null));
        }

        _insert.Prepare();
    }

    /// <summary>Makes the values of rows.</summary>
    public static object[][] RowsOf(IEnumerable<LedgerEntry> entries)
    {
        var writer = new ByteWriter();
        var keys = new Dictionary<RollupKey, long>(RollupKeyComparer.Instance);
        return [.. entries.Select(entry => RowOf(entry, keys, writer))];
    }

    /// <summary>Inserts rows, so many in one transaction.</summary>
    public void Insert(object[][] rows, int batch)
    {
        foreach (object[][] part in rows.Chunk(batch))
        {
            using SqliteTransaction transaction = _connection.BeginTransaction();
            _insert.Transaction = transaction;
            foreach (object[] row in part)
            {
                for (int i = 0; i < row.Length; i++)
                {
                    _insert.Parameters[i].Value = row[i];
                }

                _insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private static object[] RowOf(LedgerEntry entry, Dictionary<RollupKey, long> keys, ByteWriter writer)
    {
        if (!keys.GetAlternateLookup<LedgerEntry>().TryGetValue(entry, out long key))
        {
            keys.Add(new RollupKey(entry), key = keys.Count + 1);
        }

        writer.Clear();
        EntryCodec.Write(entry, writer);
        return
        [
            entry.Id.ToByteArray(bigEndian: true), entry.Timestamp.UtcTicks, key, entry.RequestId.ToByteArray(bigEndian: true), entry.RunId ?? (object)DBNull.Value, DBNull.Value,
            Digits(entry.Cost.List), Digits(entry.Cost.Effective), Digits(entry.BaselineCost),
            (long)entry.Usage[UsageKind.InputTokens], (long)entry.Usage[UsageKind.OutputTokens], writer.Written.ToArray(),
        ];
    }

    private static object Digits(decimal? amount) => amount?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? (object)DBNull.Value;

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
