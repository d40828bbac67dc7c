using Microsoft.Data.Sqlite;
using TokenFinOps.Sqlite;

namespace TokenFinOps.Tool.Ledgers;

/// <summary>Opens a ledger's SQLite file. It never makes one, and never touches a file that is no ledger.</summary>
internal static class SqliteSource
{
    // "TFOL": what the SQLite ledger marks its files with.
    private const long LedgerMark = 0x54464F4C;

    public static async Task<OpenLedger> OpenAsync(string file, CancellationToken cancellationToken)
    {
        if (Directory.Exists(file) || !File.Exists(file))
        {
            throw new ToolException($"'{file}' {(Directory.Exists(file) ? "is a folder" : "does not exist")}. Name the file that UseSqlite(\"Data Source=…\") writes.", ExitCodes.Ledger);
        }

        var settings = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite };
        await CheckAsync(file, settings, cancellationToken);
        return new OpenLedger(new SqliteCostLedger(settings.ToString()), new SqliteClosedPeriodStore(settings.ToString()), Path.GetFileName(file));
    }

    private static async Task CheckAsync(string file, SqliteConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        object? mark;
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(settings.ToString()) { Pooling = false }.ToString());
            await connection.OpenAsync(cancellationToken);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA application_id";
            mark = await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (SqliteException fault)
        {
            throw new ToolException($"'{file}' cannot be opened: {fault.Message}", ExitCodes.Ledger, fault);
        }

        if (mark is not LedgerMark)
        {
            throw new ToolException($"'{file}' is not a TokenFinOps ledger. Name the file that UseSqlite(\"Data Source=…\") writes.", ExitCodes.Ledger);
        }
    }
}
