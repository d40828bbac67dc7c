using TokenFinOps.Caching;
using TokenFinOps.Tests.Caching.Storage.Conformance;

namespace TokenFinOps.ServerTests;

public sealed class CacheProcessesTests : IAsyncDisposable
{
    private readonly CacheBench _bench;

    public CacheProcessesTests()
    {
        TestServer.Require();
        _bench = new CacheBench();
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task What_one_process_was_answered_another_serves_to_the_same_tenant_until_it_is_dropped()
    {
        await using var first = new AnsweringClient(_bench.Open(time: TimeProvider.System));
        await using var second = new AnsweringClient(_bench.Open(time: TimeProvider.System));
        await Task.WhenAll(first.Cache.WhenLoadedAsync(), second.Cache.WhenLoadedAsync());
        await first.AskAsync("How do I reset my password?");
        await UntilAsync(() => second.Cache.GetStatistics().Entries == 1);

        CacheHit exact = (await second.AskAsync("How do I reset my password?")).GetCacheHit()!;
        Assert.False((await second.AskAsync("How do I reset the password?")).GetCacheHit()!.IsExact);
        Assert.Null((await second.AskAsync("How do I reset my password?", "globex")).GetCacheHit());
        Assert.Equal((true, 1), (exact.IsExact, second.Calls));

        // The other tenant's answer is there too.
        await UntilAsync(() => first.Cache.GetStatistics().Entries == 2);
        Assert.True(second.Cache.Invalidate(exact.EntryId));
        await UntilAsync(() => first.Cache.GetStatistics().Entries == 1);
        Assert.Null((await first.AskAsync("How do I reset my password?")).GetCacheHit());
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
