using Npgsql;

namespace TokenFinOps.ServerTests;

/// <summary>The PostgreSQL server that the tests run against. Without one every test is skipped; with one none is.</summary>
internal static class TestServer
{
    private const string Variable = "TOKENFINOPS_TEST_POSTGRES";

    public static string ConnectionString => Environment.GetEnvironmentVariable(Variable)!;

    /// <summary>Skips the test when there is no server. To be called where a test class is made: a property test would take the skip for a failure.</summary>
    public static void Require() => Assert.SkipWhen(
        string.IsNullOrEmpty(ConnectionString), $"{Variable} is not set: it holds the connection string of a PostgreSQL server on which schemas can be made.");

    /// <summary>Runs SQL on the server.</summary>
    public static async Task<object?> RunAsync(string sql, string? connectionString = null)
    {
        await using var connection = new NpgsqlConnection(connectionString ?? ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
