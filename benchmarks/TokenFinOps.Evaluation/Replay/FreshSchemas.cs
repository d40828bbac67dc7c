using TokenFinOps.PostgreSql;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>Gives every replay a schema of its own on a PostgreSQL server.</summary>
internal sealed class FreshSchemas(string connectionString)
{
    public void Use(TokenFinOpsBuilder finops) => finops.UsePostgreSql(connectionString, static options => options.Schema = $"replay_{Guid.NewGuid():n}");
}
