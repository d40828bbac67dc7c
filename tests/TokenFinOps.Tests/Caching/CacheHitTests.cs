using Microsoft.Extensions.AI;
using TokenFinOps.Caching;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Caching;

public sealed class CacheHitTests
{
    public static TheoryData<bool, bool> Ways => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_same_question_is_answered_without_a_call_however_it_is_asked(bool first, bool second)
    {
        var pipeline = new CachedPipeline();
        string answer = (await pipeline.AskAsync("How do I reset my password?", first)).Text;

        ChatResponse again = await pipeline.AskAsync("How do I  reset my password? ", second);

        Assert.Equal((1, answer), (pipeline.Provider.Calls, again.Text));
        Assert.True(again.GetCacheHit()!.IsExact);
        Assert.Equal(1, pipeline.Embedder.Calls);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_question_in_other_words_is_answered_without_a_call(bool first, bool second)
    {
        var pipeline = new CachedPipeline();
        string answer = (await pipeline.AskAsync("How do I reset my password?", first)).Text;

        ChatResponse again = await pipeline.AskAsync("please reset password, how?", second);

        CacheHit hit = again.GetCacheHit()!;
        Assert.Equal((1, answer, false), (pipeline.Provider.Calls, again.Text, hit.IsExact));
        Assert.InRange(hit.Similarity, 0.9f, 1f);
    }

    [Fact]
    public async Task Another_question_is_asked()
    {
        var pipeline = new CachedPipeline();
        await pipeline.AskAsync("How do I reset my password?");

        ChatResponse other = await pipeline.AskAsync("What does the enterprise plan cost?");

        Assert.Equal((2, null), (pipeline.Provider.Calls, other.GetCacheHit()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hit_is_an_entry_of_no_cost_with_what_it_avoided(bool streaming)
    {
        var pipeline = new CachedPipeline();
        using (FinOps.BeginRun("run-1", ("team", "support")))
        {
            await pipeline.AskAsync("reset password", streaming);
            pipeline.Time.Advance(TimeSpan.FromMinutes(5));
            await pipeline.AskAsync("password reset", streaming);
        }

        List<LedgerEntry> entries = await pipeline.Meter.EntriesAsync();

        decimal cost = await pipeline.CallCostAsync();
        LedgerEntry hit = entries[1];
        Assert.Equal((LedgerEntryKind.CacheHit, 0m, cost, cost), (hit.Kind, hit.Cost.Effective, hit.BaselineCost, hit.SavingsByLever!.Cache));
        Assert.Equal(("run-1", "support", "gpt-test"), (hit.RunId, hit.Tags["team"], hit.Model));
        Assert.Equal((CacheMode.On, CacheLookup.SemanticHit, TimeSpan.FromMinutes(5)), (hit.Cache!.Mode, hit.Cache.Lookup, hit.Cache.Age));
        Assert.True(hit.Usage.IsEmpty);
        Assert.Equal(CacheLookup.Missed, entries[0].Cache!.Lookup);
    }

    [Fact]
    public async Task The_ledger_adds_hits_up_apart_from_attempts()
    {
        var pipeline = new CachedPipeline();
        foreach (string question in (string[])["reset password", "password reset", "reset password", "enterprise plan price"])
        {
            await pipeline.AskAsync(question);
        }

        LedgerReport report = await pipeline.Meter.Ledger.QueryAsync(new LedgerQuery(), TestContext.Current.CancellationToken);

        LedgerTotals totals = Assert.Single(report.Totals);
        decimal cost = await pipeline.CallCostAsync();
        Assert.Equal((2, 2, 2 * cost, 4 * cost, 2 * cost), (totals.Attempts, totals.CacheHits, totals.EffectiveCost, totals.BaselineCost, totals.SavingsByLever.Cache));
        Assert.Equal((4, 2 * cost), (totals.Compared, totals.Savings));
        Assert.Equal(2_000, totals.Usage[UsageKind.InputTokens]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_from_the_cache_claims_no_usage(bool streaming)
    {
        var pipeline = new CachedPipeline();
        await pipeline.AskAsync("reset password", streaming);

        ChatResponse again = await pipeline.AskAsync("reset password", streaming);

        Assert.Null(again.Usage);
        Assert.DoesNotContain(again.Messages.SelectMany(static message => message.Contents), static content => content is UsageContent);
        Assert.Equal(ChatFinishReason.Stop, again.FinishReason);
    }

    [Fact]
    public async Task Every_update_of_a_streamed_hit_says_where_it_comes_from()
    {
        var pipeline = new CachedPipeline();
        await pipeline.AskAsync("reset password");

        List<ChatResponseUpdate> updates = await pipeline.Client.GetStreamingResponseAsync("reset password", null, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(updates);
        Assert.All(updates, static update => Assert.NotNull(update.GetCacheHit()));
    }

    [Fact]
    public async Task What_a_reader_does_to_his_answer_the_next_one_does_not_see()
    {
        var pipeline = new CachedPipeline();
        await pipeline.AskAsync("reset password");
        ChatResponse mine = await pipeline.AskAsync("reset password");
        ((TextContent)mine.Messages[0].Contents[0]).Text = "changed";
        mine.Messages[0].Contents.Clear();

        Assert.Equal("the answer", (await pipeline.AskAsync("reset password")).Text);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Reasoning_and_citations_are_replayed(bool first, bool second)
    {
        AIContent[] contents =
        [
            new TextReasoningContent("thought") { ProtectedData = "signature" },
            new TextContent("cited") { Annotations = [new CitationAnnotation { Title = "Handbook", Url = new Uri("https://example.com/handbook") }] },
        ];
        ChatResponse answer = new(new ChatMessage(ChatRole.Assistant, contents)) { FinishReason = ChatFinishReason.Stop, ModelId = "gpt-test" };
        var provider = new TestChatClient { Respond = (_, _, _) => Task.FromResult(answer), Stream = (_, _, _) => answer.ToChatResponseUpdates().ToAsyncEnumerable() };
        var pipeline = new CachedPipeline(provider: provider);
        await pipeline.AskAsync("reset password", first);

        ChatMessage again = Assert.Single((await pipeline.AskAsync("reset password", second)).Messages);

        Assert.Equal(1, provider.Calls);
        Assert.Equal(("thought", "signature"), again.Contents.OfType<TextReasoningContent>().Select(static content => (content.Text, content.ProtectedData)).Single());
        TextContent text = again.Contents.OfType<TextContent>().Single();
        Assert.Equal(("cited", "Handbook"), (text.Text, Assert.IsType<CitationAnnotation>(Assert.Single(text.Annotations!)).Title));
    }

    [Fact]
    public async Task Neither_messages_nor_options_of_the_caller_are_changed()
    {
        var pipeline = new CachedPipeline();
        List<ChatMessage> messages = [new(ChatRole.User, " reset  password ")];
        var options = new ChatOptions { Temperature = 0.5f };
        await pipeline.AskAsync(messages, false, options);
        await pipeline.AskAsync(messages, false, options);

        Assert.Equal((" reset  password ", 0.5f, null), (Assert.Single(messages).Text, options.Temperature, options.AdditionalProperties));
        Assert.Equal(" reset  password ", Assert.Single(pipeline.Provider.Sent).Text);
    }

    [Fact]
    public async Task Statistics_say_what_happened()
    {
        var pipeline = new CachedPipeline();
        foreach (string question in (string[])["reset password", "password reset", "reset password", "enterprise plan price"])
        {
            await pipeline.AskAsync(question);
        }

        CacheStatistics statistics = pipeline.Cache.GetStatistics();

        Assert.Equal((4, 1, 1, 2, 0.5), (statistics.Lookups, statistics.ExactHits, statistics.SemanticHits, statistics.Entries, statistics.HitRate));
        Assert.InRange(statistics.Bytes, 500, 5_000);
    }
}
