using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Sqlite.Tests;

/// <summary>A folder for one ledger file, which is removed with it.</summary>
internal sealed class TempLedger : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tokenfinops-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "finops.db");

    public string ConnectionString => $"Data Source={Path}";

    public SqliteCostLedger Open(LedgerDurability durability = LedgerDurability.Buffered, Action<SqliteLedgerOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new SqliteLedgerOptions { Durability = durability, BusyTimeout = TimeSpan.Zero, RetryDelay = TimeSpan.FromMilliseconds(1) };
        configure?.Invoke(options);
        return new SqliteCostLedger(ConnectionString, options, time);
    }

    /// <summary>Asks the file for one value.</summary>
    public object? Ask(string sql)
    {
        using var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
