using System.Net.Sockets;
using Npgsql;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>What a fault of the server means, and what helps.</summary>
internal static class ServerFault
{
    /// <summary>Finds out whether a question failed because of the server or the way to it.</summary>
    public static bool IsOne(Exception fault) => fault is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>Finds out whether a write that changed nothing may well succeed at once: the server chose it to give way, or the month's table was just removed.</summary>
    public static bool IsPassing(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.CheckViolation;

    /// <summary>Finds out whether entries are to blame, rather than the server.</summary>
    public static bool IsOfEntries(Exception fault) =>
        fault is PostgresException { SqlState: ['2', '2', ..] or ['2', '3', ..] or ['5', '4', ..] };

    /// <summary>Finds out whether tables are missing that were there.</summary>
    public static bool IsLostSchema(Exception fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName };

    /// <summary>Says in a sentence why something failed and what helps. It names no user and no password.</summary>
    public static string Explain(Exception fault) => fault switch
    {
        PostgresException { SqlState: ['2', '8', ..] } => "PostgreSQL refuses the user; check the user's name, the password and pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "The database does not exist; create it.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            "The user may not do this; let it create the schema, or grant it all rights on the schema, its tables and its sequence.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The server's disk is full; make room on it.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "The server has no connection left; raise max_connections or lower Maximum Pool Size.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "The server is read-only; connect to the primary.",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } =>
            "The server is starting or stopping; wait for it.",
        PostgresException server => $"PostgreSQL refused it with {server.SqlState}: {server.MessageText}.",
        _ when IsOne(fault) => "PostgreSQL cannot be reached; check that the server runs, and the host and port of the connection string.",
        _ => fault.Message,
    };
}
