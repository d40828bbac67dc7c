using Microsoft.Extensions.AI;
using TokenFinOps.Caching;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Tests.Caching;

public sealed class CacheShadowTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_shadow_the_model_answers_and_the_ledger_says_what_would_have_been_saved(bool streaming)
    {
        var pipeline = new CachedPipeline(static options => options.Mode = CacheMode.Shadow);
        await pipeline.AskAsync("reset password", streaming);
        ChatResponse second = await pipeline.AskAsync("password reset", streaming);

        LedgerEntry watched = (await pipeline.Meter.EntriesAsync())[1];
        Assert.Equal((2, null), (pipeline.Provider.Calls, second.GetCacheHit()));
        Assert.Equal((CacheMode.Shadow, CacheLookup.SemanticHit, watched.Cost.Effective), (watched.Cache!.Mode, watched.Cache.Lookup, watched.Cache.Saved));
        Assert.Equal((watched.Cost.Effective, null), (watched.BaselineCost, watched.SavingsByLever));
        Assert.Equal((1, 0), (pipeline.Cache.GetStatistics().WatchedHits, pipeline.Cache.GetStatistics().SemanticHits));
    }

    [Fact]
    public async Task The_control_group_bypasses_the_cache_run_by_run()
    {
        var pipeline = new CachedPipeline(static options => options.ControlShare = 0.5);
        int control = 0;
        for (int i = 0; i < 200; i++)
        {
            using (FinOps.BeginRun($"run-{i}"))
            {
                bool first = (await pipeline.AskAsync("reset password")).GetCacheHit() is null;
                bool second = (await pipeline.AskAsync("reset password")).GetCacheHit() is null;
                Assert.True(first || !second);
                control += second ? 1 : 0;
            }
        }

        List<LedgerEntry> entries = await pipeline.Meter.EntriesAsync();
        Assert.InRange(control, 70, 130);
        Assert.Equal(control * 2, entries.Count(static entry => entry.Cache!.Mode == CacheMode.Control));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_told_and_fails_breaks_nothing(bool streaming)
    {
        var pipeline = new CachedPipeline(static options => options.OnLookup = static _ => throw new InvalidOperationException("broken"));
        await pipeline.AskAsync("reset password", streaming);

        Assert.NotNull((await pipeline.AskAsync("reset password", streaming)).GetCacheHit());
        Assert.Contains(pipeline.Log.Entries, static entry => entry.Fault is InvalidOperationException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_cannot_be_read_is_sent_as_it_came(bool streaming)
    {
        var pipeline = new CachedPipeline();
        ChatMessage odd = new(ChatRole.User, [new FunctionCallContent("1", "f", new Dictionary<string, object?> { ["self"] = new Cyclic() })]);

        Assert.Equal("the answer", (await pipeline.AskAsync([odd, new(ChatRole.User, "reset password")], streaming)).Text.Trim());
        Assert.Equal(0, pipeline.Cache.GetStatistics().Entries);
    }

    [Fact]
    public async Task Who_is_told_of_lookups_hears_of_every_one()
    {
        List<AttemptCache> told = [];
        var pipeline = new CachedPipeline(options => options.OnLookup = told.Add);
        foreach (string question in (string[])["reset password", "reset password", "password reset", "enterprise plan"])
        {
            await pipeline.AskAsync(question);
        }

        Assert.Equal([CacheLookup.Missed, CacheLookup.ExactHit, CacheLookup.SemanticHit, CacheLookup.Missed], told.Select(static lookup => lookup.Lookup));
        Assert.All(told, static lookup => Assert.False(string.IsNullOrEmpty(lookup.Reason)));
    }

    private sealed class Cyclic
    {
        public Cyclic Self => this;
    }
}
