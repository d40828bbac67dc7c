using Microsoft.Extensions.Logging;
using TokenFinOps.PostgreSql;

namespace TokenFinOps.ServerTests;

/// <summary>A schema and a spool folder of one test's own, gone afterwards.</summary>
internal sealed class TestSchema : IAsyncDisposable
{
    private readonly string _connectionString;

    public TestSchema(string? connectionString = null) => _connectionString = connectionString ?? TestServer.ConnectionString;

    public string Name { get; } = $"t_{Guid.NewGuid():N}";

    public string SpoolPath { get; } = Path.Combine(Path.GetTempPath(), $"tokenfinops-{Guid.NewGuid():N}");

    public string ConnectionString => _connectionString;

    public PostgreSqlCostLedger Open(Action<PostgreSqlLedgerOptions>? configure = null, TimeProvider? time = null, ILogger<PostgreSqlCostLedger>? logger = null)
    {
        var options = new PostgreSqlLedgerOptions { Schema = Name, SpoolPath = SpoolPath };
        configure?.Invoke(options);
        return new PostgreSqlCostLedger(_connectionString, options, time, logger);
    }

    /// <summary>Runs SQL in which <c>$S</c> stands for the schema.</summary>
    public Task<object?> RunAsync(string sql) => TestServer.RunAsync(sql.Replace("$S", $"\"{Name}\"", StringComparison.Ordinal), _connectionString);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("DROP SCHEMA IF EXISTS $S CASCADE");
        if (Directory.Exists(SpoolPath))
        {
            Directory.Delete(SpoolPath, recursive: true);
        }
    }
}
