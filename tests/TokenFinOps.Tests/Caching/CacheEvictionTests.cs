using CsCheck;
using Microsoft.Extensions.AI;
using TokenFinOps.Caching;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Caching;

public sealed class CacheEvictionTests
{
    [Fact]
    public Task The_newest_answer_is_always_kept_and_the_bytes_stay_within_their_bound() =>
        Gen.Int[0, 400].Array[1, 60].SampleAsync(
            async sizes =>
            {
                var provider = new TestChatClient { Respond = static (messages, _, _) => Task.FromResult(TestChatClient.Answer(new string('x', messages.Last().Text.Length), null, "gpt-test")) };
                var pipeline = new CachedPipeline(static options => options.MaxBytes = 10_000, provider);
                for (int i = 0; i < sizes.Length; i++)
                {
                    string question = $"question{i} " + new string('q', sizes[i]);
                    await pipeline.AskAsync(question);
                    if ((await pipeline.AskAsync(question)).GetCacheHit() is null || pipeline.Cache.GetStatistics().Bytes > 10_000)
                    {
                        return false;
                    }
                }

                return true;
            },
            iter: 50, seed: "0000000000042", threads: 1);

    [Fact]
    public async Task What_was_dear_and_is_often_asked_stays()
    {
        var provider = new TestChatClient
        {
            Respond = static (messages, _, _) => Task.FromResult(TestChatClient.Answer(
                "the answer", new UsageDetails { InputTokenCount = messages.Last().Text.StartsWith("dear", StringComparison.Ordinal) ? 100_000 : 100, OutputTokenCount = 10 }, "gpt-test")),
        };
        var pipeline = new CachedPipeline(static options => options.MaxBytes = 20_000, provider);
        await pipeline.AskAsync("dear question");
        await pipeline.AskAsync("cheap but often");
        for (int i = 0; i < 200; i++)
        {
            await pipeline.AskAsync("cheap but often");
            await pipeline.AskAsync($"cheap {i}");
        }

        Assert.NotNull((await pipeline.AskAsync("dear question")).GetCacheHit());
        Assert.NotNull((await pipeline.AskAsync("cheap but often")).GetCacheHit());
        Assert.InRange(pipeline.Cache.GetStatistics().Evicted, 100, 200);
    }

    [Fact]
    public async Task Callers_at_once_under_pressure_get_the_answers_to_their_own_questions()
    {
        var provider = new TestChatClient
        {
            Respond = static async (messages, _, _) =>
            {
                await Task.Yield();
                return TestChatClient.Answer("to " + messages.Last().Text, null, "gpt-test");
            },
        };
        var pipeline = new CachedPipeline(static options => options.MaxBytes = 30_000, provider);
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, async (worker, _) =>
        {
            var random = new Random(worker);
            for (int i = 0; i < 2_000; i++)
            {
                string question = $"question{random.Next(200)}";
                Assert.Equal("to " + question, (await pipeline.AskAsync(question)).Text);
                if (i % 50 == 0)
                {
                    pipeline.Time.Advance(TimeSpan.FromMinutes(1));
                }

                if (i % 300 == 0)
                {
                    pipeline.Cache.InvalidateWhere(static entry => entry.Hits == 0);
                }
            }
        });

        CacheStatistics statistics = pipeline.Cache.GetStatistics();
        Assert.InRange(statistics.Bytes, 0, 30_000);
        pipeline.Cache.Clear();
        Assert.Equal((0, 0L), (pipeline.Cache.GetStatistics().Entries, pipeline.Cache.GetStatistics().Bytes));
    }
}
