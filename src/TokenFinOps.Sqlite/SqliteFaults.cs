using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TokenFinOps.Sqlite;

/// <summary>Says what went wrong with a ledger's file, and what helps.</summary>
internal static class SqliteFaults
{
    public static string Explain(Exception fault, string path) => fault switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } => $"'{path}' is locked by another process; let it finish its transaction, or give it a file of its own.",
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => $"The disk of '{path}' is full; make room.",
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } => $"'{path}' is damaged or not a database; put a backup in its place.",
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY } => $"'{path}' cannot be written to; check its permissions.",
        SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN } => $"'{path}' cannot be opened; check that its folder exists and may be written to.",
        SqliteException { SqliteErrorCode: raw.SQLITE_IOERR } => $"The disk of '{path}' reports an error; check it.",
        _ => fault.Message,
    };

    /// <summary>Finds out whether a new connection may help: the old one may see a file that is no longer there.</summary>
    public static bool NeedsNewConnection(Exception fault) => fault is not SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL };
}
