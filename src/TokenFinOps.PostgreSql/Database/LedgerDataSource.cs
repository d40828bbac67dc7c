using System.Data.Common;
using Npgsql;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>Makes data sources, and names what they lead to.</summary>
internal static class LedgerDataSource
{
    // The ledger runs few distinct statements, again and again.
    private const int PreparedStatements = 50;

    /// <summary>Makes a data source.</summary>
    /// <exception cref="ArgumentException">The connection string is not valid. The message does not quote it: it may hold a password.</exception>
    public static NpgsqlDataSource Of(string connectionString)
    {
        Validate(connectionString);
        NpgsqlConnectionStringBuilder settings = Parse(connectionString);
        if (!Names(connectionString, "MaxAutoPrepare"))
        {
            settings.MaxAutoPrepare = PreparedStatements;
        }

        settings.ApplicationName ??= "TokenFinOps";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>Checks a connection string.</summary>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static void Validate(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        Parse(connectionString);
    }

    /// <summary>Names a ledger by what does not change: host, port, database and schema.</summary>
    public static string NameOf(NpgsqlDataSource source, string schema)
    {
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        return $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}/{schema}";
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder? settings = null;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            // What is wrong with it may quote it, so it is not told.
        }

        return settings?.Host is not null ? settings : throw new ArgumentException(
            "The connection string is not one of PostgreSQL; write it as Host=…;Port=5432;Database=…;Username=…;Password=….", nameof(connectionString));
    }

    private static bool Names(string connectionString, string keyword) => new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>()
        .Any(key => string.Equals(key.Replace(" ", string.Empty, StringComparison.Ordinal), keyword, StringComparison.OrdinalIgnoreCase));
}
