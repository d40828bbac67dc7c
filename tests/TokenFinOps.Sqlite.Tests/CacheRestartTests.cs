using TokenFinOps.Caching;
using TokenFinOps.Tests.Caching.Storage.Conformance;

namespace TokenFinOps.Sqlite.Tests;

public sealed class CacheRestartTests : IDisposable
{
    private readonly TempLedger _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Answers_outlive_the_process_with_their_owners()
    {
        using (var store = new SqliteSemanticCacheStore(_file.ConnectionString))
        {
            await using var before = new AnsweringClient(store);
            await before.AskAsync("How do I reset my password?");
        }

        using var again = new SqliteSemanticCacheStore(_file.ConnectionString);
        await using var after = new AnsweringClient(again);
        await after.Cache.WhenLoadedAsync();

        Assert.True((await after.AskAsync("How do I reset my password?")).GetCacheHit()!.IsExact);
        Assert.False((await after.AskAsync("How do I reset the password?")).GetCacheHit()!.IsExact);
        Assert.Null((await after.AskAsync("How do I reset my password?", "globex")).GetCacheHit());
        Assert.Equal(1, after.Calls);
    }
}
