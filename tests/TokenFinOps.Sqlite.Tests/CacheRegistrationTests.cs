using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Caching.Storage;

namespace TokenFinOps.Sqlite.Tests;

public sealed class CacheRegistrationTests
{
    [Fact]
    public async Task The_store_of_the_last_registration_is_the_one_and_is_closed_with_the_container()
    {
        using var file = new TempLedger();
        await using (ServiceProvider services = new ServiceCollection()
            .AddTokenFinOps(finops => finops.UseSqlite(file.ConnectionString).UseSqliteCache("Data Source=other.db").UseSqliteCache(file.ConnectionString))
            .BuildServiceProvider())
        {
            Assert.IsType<SqliteSemanticCacheStore>(Assert.Single(services.GetServices<ISemanticCacheStore>()));
            await foreach (StoredCacheEntry entry in services.GetRequiredService<ISemanticCacheStore>().LoadAsync(DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken))
            {
                Assert.Fail($"There is {entry.Id}.");
            }

            Assert.Equal(0L, file.Ask("SELECT count(*) FROM semantic_cache"));
        }

        Assert.False(File.Exists($"{file.Path}-wal"));
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Mode=Memory;Data Source=x")]
    [InlineData("Pooling=True")]
    public void A_connection_string_without_a_file_is_refused_at_registration(string connectionString)
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTokenFinOps(finops => finops.UseSqliteCache(connectionString)));

        Assert.Contains("names no file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_at_registration_all_in_one_message()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddTokenFinOps(finops => finops.UseSqliteCache(
            "Data Source=x.db", static options => (options.BusyTimeout, options.MappedBytes) = (TimeSpan.FromHours(1), -1))));

        Assert.Contains("BusyTimeout is 01:00:00", fault.Message, StringComparison.Ordinal);
        Assert.Contains("MappedBytes is -1", fault.Message, StringComparison.Ordinal);
    }
}
