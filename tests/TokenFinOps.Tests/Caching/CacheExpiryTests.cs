using TokenFinOps.Caching;

namespace TokenFinOps.Tests.Caching;

public sealed class CacheExpiryTests
{
    [Fact]
    public async Task An_answer_is_served_until_its_time_has_come_however_often_it_is_asked()
    {
        var pipeline = new CachedPipeline(static options => options.TimeToLive = TimeSpan.FromMinutes(10));
        await pipeline.AskAsync("reset password");
        for (int i = 0; i < 9; i++)
        {
            pipeline.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.NotNull((await pipeline.AskAsync("password reset")).GetCacheHit());
        }

        pipeline.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null((await pipeline.AskAsync("password reset")).GetCacheHit());
    }

    [Fact]
    public async Task An_expired_question_does_not_stand_before_one_that_is_alive()
    {
        var pipeline = new CachedPipeline(static options => options.TimeToLive = TimeSpan.FromMinutes(10));
        await pipeline.AskAsync("reset password");
        pipeline.Time.Advance(TimeSpan.FromMinutes(6));
        await pipeline.Client.WithCacheControl(CacheControl.Refresh).GetResponseAsync([new(Microsoft.Extensions.AI.ChatRole.User, "reset my password")], null, TestContext.Current.CancellationToken);
        pipeline.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.NotNull((await pipeline.AskAsync("password, reset")).GetCacheHit());
        Assert.Equal(2, pipeline.Provider.Calls);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_ends_answers_and_breaks_nothing()
    {
        var pipeline = new CachedPipeline();
        await pipeline.AskAsync("reset password");
        pipeline.Time.Advance(TimeSpan.FromDays(400));

        Assert.Null((await pipeline.AskAsync("password reset")).GetCacheHit());
        Assert.NotNull((await pipeline.AskAsync("password reset")).GetCacheHit());
    }

    [Fact]
    public async Task Entries_can_be_dropped_by_id_tag_condition_and_all()
    {
        var pipeline = new CachedPipeline();
        foreach (string tenant in (string[])["acme", "globex", "initech", "umbrella"])
        {
            await pipeline.AskAsAsync("tenant", tenant, "reset password");
        }

        CacheHit hit = (await pipeline.AskAsAsync("tenant", "globex", "password reset")).GetCacheHit()!;

        Assert.Equal((1, 0), (pipeline.Cache.InvalidateTag("tenant", "acme"), pipeline.Cache.InvalidateTag("tenant", "acme")));
        Assert.Equal((true, false), (pipeline.Cache.Invalidate(hit.EntryId), pipeline.Cache.Invalidate(hit.EntryId)));
        Assert.Equal(1, pipeline.Cache.InvalidateWhere(static entry => entry.Owner["tenant"] == "initech" && entry.Hits == 0));
        Assert.Equal((1, 0), (pipeline.Cache.Clear(), pipeline.Cache.GetStatistics().Entries));
        Assert.Equal(0, pipeline.Cache.GetStatistics().Bytes);
        Assert.Null((await pipeline.AskAsAsync("tenant", "umbrella", "password reset")).GetCacheHit());
    }
}
