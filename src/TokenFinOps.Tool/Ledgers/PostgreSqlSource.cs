using System.Net.Sockets;
using Npgsql;
using TokenFinOps.PostgreSql;

namespace TokenFinOps.Tool.Ledgers;

/// <summary>Opens a ledger in PostgreSQL. It never makes one, and never shows the connection string: it may hold a password.</summary>
internal static class PostgreSqlSource
{
    public static async Task<OpenLedger> OpenAsync(string connectionString, string? schema, CancellationToken cancellationToken)
    {
        // A tool writes nothing that could wait for the server.
        var options = new PostgreSqlLedgerOptions { SpoolLimit = 0 };
        options.Schema = schema ?? options.Schema;
        NpgsqlDataSource source = SourceOf(connectionString);
        await using (source.ConfigureAwait(false))
        {
            await CheckAsync(source, options.Schema, cancellationToken);
        }

        return new OpenLedger(new PostgreSqlCostLedger(connectionString, options), new PostgreSqlClosedPeriodStore(connectionString, options), "PostgreSQL");
    }

    private static NpgsqlDataSource SourceOf(string connectionString)
    {
        try
        {
            return NpgsqlDataSource.Create(connectionString);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            // The message may quote the string.
            throw new ToolException("The connection string is not one of PostgreSQL. Write it as Host=…;Port=5432;Database=…;Username=…;Password=….");
        }
    }

    private static async Task CheckAsync(NpgsqlDataSource source, string schema, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlCommand command = source.CreateCommand("SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename = 'ledger_key'");
            command.Parameters.AddWithValue(schema);
            if (await command.ExecuteScalarAsync(cancellationToken) is 0L)
            {
                throw new ToolException($"The database has no ledger in the schema '{schema}'. Check the database's name, or name the schema with --schema.", ExitCodes.Ledger);
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or SocketException or TimeoutException)
        {
            string why = fault is PostgresException refused ? refused.MessageText : (fault.InnerException ?? fault).Message;
            throw new ToolException($"The PostgreSQL server cannot be reached or refuses: {why}", ExitCodes.Ledger, fault);
        }
    }
}
