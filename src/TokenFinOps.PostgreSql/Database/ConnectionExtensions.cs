using Npgsql;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>Runs single statements. All SQL is made of constants and checked names; values are parameters.</summary>
internal static class ConnectionExtensions
{
    /// <summary>Makes what a transaction commits outlive the server, whatever the database's default is.</summary>
    public const string OutliveServer = "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'";

    public static async Task<int> RunAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(parameters);
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<long?> ReadLongAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(parameters);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?;
        }
    }

    /// <summary>Finds out whether a table exists, also one that another process made in the middle of this transaction, which <c>to_regclass</c> may overlook.</summary>
    public static async Task<bool> HasTableAsync(this NpgsqlConnection connection, string schema, string name, CancellationToken cancellationToken) =>
        await connection.ReadLongAsync(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2",
            cancellationToken,
            Value(schema),
            Value(name)).ConfigureAwait(false) > 0;

    public static async Task<bool> TryLockAsync(this NpgsqlConnection connection, long key, CancellationToken cancellationToken) =>
        await connection.ReadLongAsync("SELECT pg_try_advisory_xact_lock($1)::int::bigint", cancellationToken, Value(key)).ConfigureAwait(false) == 1;

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
        return command;
    }
}
