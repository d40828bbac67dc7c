using Microsoft.Extensions.AI;
using TokenFinOps.Caching;

namespace TokenFinOps.Tests.Caching;

public sealed class EmbedderFailureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_embedder_means_a_miss_and_the_same_words_are_still_found(bool streaming)
    {
        var pipeline = new CachedPipeline();
        pipeline.Embedder.Before = static _ => throw new HttpRequestException("no embedder");
        await pipeline.AskAsync("reset password", streaming);

        Assert.NotNull((await pipeline.AskAsync("reset password", streaming)).GetCacheHit());
        Assert.Null((await pipeline.AskAsync("password reset", streaming)).GetCacheHit());
        Assert.Contains(pipeline.Log.Entries, static entry => entry.Message.Contains("could not be embedded", StringComparison.Ordinal) && entry.Fault is HttpRequestException);
        Assert.DoesNotContain(pipeline.Log.Entries, static entry => entry.Message.Contains("password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slow_embedder_is_waited_for_no_longer_than_was_said()
    {
        var pipeline = new CachedPipeline();
        pipeline.Embedder.Before = static _ => new TaskCompletionSource().Task;
        Task<ChatResponse> answer = pipeline.AskAsync("reset password");
        Assert.False(answer.IsCompleted);
        pipeline.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("the answer", (await answer).Text);
        Assert.Equal(1, pipeline.Cache.GetStatistics().EmbeddingFailures);
    }

    [Fact]
    public async Task A_dead_embedder_is_left_alone_and_probed_again()
    {
        var pipeline = new CachedPipeline();
        pipeline.Embedder.Before = static _ => throw new HttpRequestException("no embedder");
        for (int i = 0; i < 10; i++)
        {
            await pipeline.AskAsync($"question {i}");
        }

        Assert.Equal(3, pipeline.Embedder.Calls);

        pipeline.Embedder.Before = null;
        pipeline.Time.Advance(TimeSpan.FromSeconds(31));
        await pipeline.AskAsync("reset password");

        Assert.NotNull((await pipeline.AskAsync("password reset")).GetCacheHit());
    }

    [Fact]
    public async Task Who_cancels_while_the_question_is_embedded_gets_no_answer_and_breaks_nothing()
    {
        var pipeline = new CachedPipeline();
        var held = new TaskCompletionSource();
        pipeline.Embedder.Before = token => held.Task.WaitAsync(token);
        using var cancellation = new CancellationTokenSource();
        Task<ChatResponse> answer = pipeline.Client.GetResponseAsync("reset password", null, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        held.SetResult();
        Assert.Equal("the answer", (await pipeline.AskAsync("reset password")).Text);
        Assert.Equal(0, pipeline.Cache.GetStatistics().EmbeddingFailures);
    }

    [Fact]
    public async Task A_policy_that_fails_means_a_miss()
    {
        var pipeline = new CachedPipeline(static options => options.Acceptance = new FailingPolicy());
        await pipeline.AskAsync("reset password");

        Assert.Equal("the answer", (await pipeline.AskAsync("password reset")).Text);
        Assert.Equal((2, 1), (pipeline.Provider.Calls, pipeline.Cache.GetStatistics().Bypassed[CacheBypass.Failed]));
    }

    private sealed class FailingPolicy : TokenFinOps.Caching.Acceptance.ICacheAcceptancePolicy
    {
        public float MinimumSimilarity => 0.5f;

        public string Description => "fails";

        public TokenFinOps.Caching.Acceptance.AcceptanceDecision Decide(in TokenFinOps.Caching.Acceptance.CacheCandidate candidate) => throw new InvalidOperationException("broken");

        public void Observe(in TokenFinOps.Caching.Acceptance.CacheObservation observation)
        {
        }

        public void Forget(string partition, Guid entryId)
        {
        }
    }
}
