using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TokenFinOps.Caching.Storage;
using TokenFinOps.PostgreSql;
using TokenFinOps.Sqlite;

namespace TokenFinOps.LedgerWriter;

/// <summary>A process that saves entries of a semantic cache for ever, a batch after another, and prints the number of each that is saved. Tests start it, and kill it.</summary>
/// <remarks>It is told <c>cache STORE CONNECTION SEED [SCHEMA]</c>.</remarks>
public static class CacheSaver
{
    public const string Name = "cache";

    private const int AtOnce = 20;

    /// <summary>The entry with a number: the same for the same seed, so that a test knows what must be there.</summary>
    public static StoredCacheEntry Make(int seed, int number)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{number}"));
        var created = new DateTimeOffset(2026, 3, 10, 12, 0, number % 60, TimeSpan.Zero);
        return new StoredCacheEntry(
            new Guid(hash.AsSpan(0, 16)),
            Convert.ToHexStringLower(hash),
            """{"tenant":"acme"}""",
            created,
            created.AddYears(100),
            hash,
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"Answer {number} ", 1 + (number % 400)))));
    }

    public static async Task RunAsync(string[] arguments)
    {
        await using var said = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        ISemanticCacheStore store = Open(arguments[1], arguments[2], arguments.ElementAtOrDefault(4));
        int seed = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        for (int first = 0; ; first += AtOnce)
        {
            await store.SaveAsync([.. Enumerable.Range(first, AtOnce).Select(number => Make(seed, number))]);
            foreach (int number in Enumerable.Range(first, AtOnce))
            {
                await said.WriteLineAsync($"{number}.");
            }
        }
    }

    private static ISemanticCacheStore Open(string store, string connection, string? schema) => store == "sqlite"
        ? new SqliteSemanticCacheStore(connection)
        : new PostgreSqlSemanticCacheStore(connection, new PostgreSqlSemanticCacheOptions { Schema = schema! });
}
