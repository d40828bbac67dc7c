using Npgsql;
using TokenFinOps.PostgreSql;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>Gives a replay a schema of its own on a PostgreSQL server, until it is over.</summary>
internal sealed class FreshSchema(string connectionString)
{
    private readonly string _name = $"replay_{Guid.NewGuid():n}";

    public void Use(TokenFinOpsBuilder finops) => finops.UsePostgreSql(connectionString, options => options.Schema = _name);

    public async Task DropAsync()
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlCommand drop = source.CreateCommand($"DROP SCHEMA IF EXISTS \"{_name}\" CASCADE");
        await drop.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
