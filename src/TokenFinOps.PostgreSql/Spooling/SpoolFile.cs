using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Spooling;

/// <summary>Entries on the local disk that wait for the server: a SQLite file that one process at a time holds.</summary>
/// <remarks>The lock on the file is SQLite's own and ends with the process, however it ends. Thread-safe.</remarks>
internal sealed class SpoolFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly ByteWriter _writer = new();
    private long _count;

    private SpoolFile(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
    }

    public string Path { get; }

    /// <summary>Gets how many entries wait.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Makes a new file.</summary>
    public static SpoolFile Create(string path) => Open(path, SqliteOpenMode.ReadWriteCreate);

    /// <summary>Opens a file that another process left.</summary>
    /// <returns>The file, or <see langword="null"/> when another process holds it or has just removed it.</returns>
    public static SpoolFile? TryAdopt(string path)
    {
        try
        {
            return Open(path, SqliteOpenMode.ReadWrite);
        }
        catch (SqliteException held) when (held.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_CANTOPEN)
        {
            return null;
        }
    }

    /// <summary>Writes entries. When this returns they are on the disk.</summary>
    public void Append(EntryBatch batch)
    {
        using Lock.Scope scope = _gate.EnterScope();
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO entry (columns, key, details) VALUES ($columns, $key, $details)";
        SqliteParameter columns = insert.Parameters.Add("$columns", SqliteType.Blob);
        SqliteParameter key = insert.Parameters.Add("$key", SqliteType.Blob);
        SqliteParameter details = insert.Parameters.Add("$details", SqliteType.Blob);
        for (int i = 0; i < batch.Count; i++)
        {
            columns.Value = BytesOf(batch[i], SpoolCodec.Write);
            key.Value = BytesOf(new RollupKey(batch[i]), RollupKeyCodec.Write);
            details.Value = BytesOf(batch[i], EntryCodec.Write);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        Interlocked.Add(ref _count, batch.Count);
    }

    /// <summary>Reads the entries that wait longest.</summary>
    public List<SpooledEntry> Peek(int most)
    {
        using Lock.Scope scope = _gate.EnterScope();
        using SqliteCommand select = _connection.CreateCommand();
        select.CommandText = "SELECT seq, columns, key, details FROM entry ORDER BY seq LIMIT $most";
        select.Parameters.AddWithValue("$most", most);
        using SqliteDataReader reader = select.ExecuteReader();
        List<SpooledEntry> entries = [];
        while (reader.Read())
        {
            EntryColumns columns = SpoolCodec.Read(reader.GetFieldValue<byte[]>(1));
            RollupKey key = RollupKeyCodec.Read(reader.GetFieldValue<byte[]>(2));
            entries.Add(new SpooledEntry(reader.GetInt64(0), EntryCodec.Read(columns, key, reader.GetFieldValue<byte[]>(3))));
        }

        return entries;
    }

    /// <summary>Removes entries that the server has.</summary>
    public void RemoveThrough(long sequence)
    {
        using Lock.Scope scope = _gate.EnterScope();
        using SqliteCommand delete = _connection.CreateCommand();
        delete.CommandText = "DELETE FROM entry WHERE seq <= $sequence";
        delete.Parameters.AddWithValue("$sequence", sequence);
        Interlocked.Add(ref _count, -delete.ExecuteNonQuery());
    }

    /// <summary>Closes the file and removes it from the disk.</summary>
    public void Delete()
    {
        Dispose();
        foreach (string suffix in (ReadOnlySpan<string>)["-wal", "-journal", "-shm", string.Empty])
        {
            File.Delete(Path + suffix);
        }
    }

    public void Dispose() => _connection.Dispose();

    private static SpoolFile Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText =
                """
                PRAGMA locking_mode = EXCLUSIVE;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                BEGIN EXCLUSIVE;
                CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY AUTOINCREMENT, columns BLOB NOT NULL, key BLOB NOT NULL, details BLOB NOT NULL);
                COMMIT;
                """;
            command.ExecuteNonQuery();
            command.CommandText = "SELECT count(*) FROM entry";
            return new SpoolFile(path, connection) { _count = (long)command.ExecuteScalar()! };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private byte[] BytesOf<T>(T value, Action<T, ByteWriter> write)
    {
        _writer.Clear();
        write(value, _writer);
        return _writer.Written.ToArray();
    }
}
