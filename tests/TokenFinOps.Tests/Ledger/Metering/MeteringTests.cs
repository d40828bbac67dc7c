using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class MeteringTests
{
    private static readonly UsageDetails Reported = new() { InputTokenCount = 1_000, OutputTokenCount = 100, CachedInputTokenCount = 400 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_is_one_entry_with_its_usage_and_its_cost(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering("hello there", Reported));

        string answer = await meter.CallAsync(streaming);

        Assert.Equal("hello there", answer.Trim());
        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(Usage.Of(input: 1_000, output: 100, cached: 400), entry.Usage);
        Assert.Equal(UsageOrigin.Reported, entry.UsageOrigin);
        Assert.Equal(((600 * 2.5m) + (400 * 0.25m) + (100 * 10m)) / 1_000_000m, entry.Cost.Effective);
        Assert.Equal(AttemptOutcome.Succeeded, entry.Outcome);
        Assert.Equal("gpt-test", entry.Model);
        Assert.Equal("openai", entry.Provider);
        Assert.Equal("test-1", entry.CatalogueVersion);
        Assert.Equal("response-1", entry.ResponseId);
        Assert.Equal("stop", entry.FinishReason);
        Assert.Equal(streaming, entry.Notes.HasFlag(MeteringNotes.Streamed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_carries_the_tags_and_the_run_of_the_call(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: Reported));

        using AttributionScope run = FinOps.BeginRun(("team", "support"));
        using (FinOps.Attribute(("feature", "chat")))
        {
            await meter.CallAsync(streaming);
        }

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(TagSet.Of(("team", "support"), ("feature", "chat")), entry.Tags);
        Assert.Equal(run.RunId, entry.RunId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Numbers_are_copied_so_that_changing_the_response_later_changes_nothing(bool streaming)
    {
        var usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 };
        var meter = new TestMeter(TestChatClient.Answering(usage: usage));

        await meter.CallAsync(streaming);
        usage.Add(new UsageDetails { InputTokenCount = 900, OutputTokenCount = 90 });

        Assert.Equal(Usage.Of(input: 100, output: 10), (await meter.SingleEntryAsync()).Usage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_explicit_zero_is_zero_and_not_missing(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0 }));

        await meter.CallAsync(streaming);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(UsageOrigin.Reported, entry.UsageOrigin);
        Assert.Equal(0m, entry.Cost.Effective);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Usage_that_the_provider_leaves_out_is_counted_here_and_marked(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering("four words of answer", usage: null));

        await meter.CallAsync(streaming, prompt: "one two three");

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(Usage.Of(input: 3, output: 4), entry.Usage);
        Assert.Equal(UsageOrigin.Estimated, entry.UsageOrigin);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_counter_missing_usage_is_unknown_and_its_cost_is_not_zero(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: null), countTokens: false);

        await meter.CallAsync(streaming);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(UsageOrigin.Unknown, entry.UsageOrigin);
        Assert.Null(entry.Cost.Effective);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_without_a_price_has_an_unknown_cost(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: Reported, model: "nobody-knows"));

        await meter.CallAsync(streaming);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(PricingStatus.Unpriced, entry.Cost.Status);
        Assert.Null(entry.Cost.Effective);
        Assert.Null(entry.PriceMatch);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_served_model_wins_over_the_requested_one(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: Reported, model: "gpt-test"));

        await meter.CallAsync(streaming, new ChatOptions { ModelId = "another-model" });

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal("gpt-test", entry.Model);
        Assert.Equal("another-model", entry.RequestedModel);
        Assert.True(entry.Notes.HasFlag(MeteringNotes.ServedOtherModel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_served_model_the_requested_one_counts(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: Reported, model: null));

        await meter.CallAsync(streaming, new ChatOptions { ModelId = "gpt-test" });

        Assert.Equal("gpt-test", (await meter.SingleEntryAsync()).Model);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_without_any_model_name_is_recorded_unpriced_and_marked(bool streaming)
    {
        TestChatClient provider = TestChatClient.Answering(usage: Reported, model: "");
        provider.Metadata = new ChatClientMetadata("openai");
        var meter = new TestMeter(provider);

        await meter.CallAsync(streaming);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.True(entry.Notes.HasFlag(MeteringNotes.ModelUnknown));
        Assert.Equal(PricingStatus.Unpriced, entry.Cost.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deployment_can_be_priced_as_a_model_of_the_catalogue(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: Reported, model: "my-deployment"), options => options.PriceAs = "gpt-test");

        await meter.CallAsync(streaming);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal("my-deployment", entry.Model);
        Assert.Equal(PricingStatus.Priced, entry.Cost.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_negative_count_is_left_out_and_marked(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: new UsageDetails { InputTokenCount = 1_000, OutputTokenCount = -5 }));

        await meter.CallAsync(streaming);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.True(entry.Cost.Issues.HasFlag(PricingIssues.InvalidCount));
        Assert.False(entry.Usage.Reports(UsageKind.OutputTokens));
        Assert.Equal(0.0025m, entry.Cost.Effective);
    }

    [Fact]
    public async Task A_clock_that_moves_backwards_is_marked_and_no_duration_is_negative()
    {
        var time = new SteppingClock();
        TestChatClient provider = TestChatClient.Answering(usage: Reported);
        var ledger = new TokenFinOps.Ledger.InMemory.InMemoryCostLedger();
        var client = new TokenFinOps.Ledger.Metering.MeteringChatClient(
            provider, new TokenFinOps.Ledger.Metering.CostRecorder(ledger, new TestPrices(), timeProvider: time));

        await TestMeter.CallAsync(client, streaming: false);

        LedgerEntry entry = await ledger.EnumerateAsync(null, TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);
        Assert.True(entry.Notes.HasFlag(MeteringNotes.ClockMovedBackwards));
        Assert.True(entry.Duration >= TimeSpan.Zero);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_call_has_an_id_of_its_own(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: Reported));

        for (int i = 0; i < 50; i++)
        {
            await meter.CallAsync(streaming);
        }

        Assert.Equal(50, (await meter.EntriesAsync()).DistinctBy(static entry => entry.Id).Count());
    }

    [Fact]
    public async Task A_stream_that_is_read_twice_is_two_calls()
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: Reported));
        IAsyncEnumerable<ChatResponseUpdate> stream = meter.Client.GetStreamingResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken);

        await stream.ToChatResponseAsync(TestContext.Current.CancellationToken);
        await stream.ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, (await meter.EntriesAsync()).Count);
    }

    [Fact]
    public async Task The_ledger_is_found_through_the_client()
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: Reported));

        Assert.Same(meter.Ledger, meter.Client.GetService<ICostLedger>());
        Assert.Equal("gpt-test", meter.Client.GetService<ChatClientMetadata>()?.DefaultModelId);
        await meter.CallAsync(streaming: false);
        Assert.Equal(await meter.EntriesAsync(), meter.Observer.Recorded);
    }

    private sealed class SteppingClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.Parse("2026-03-01T12:00:00Z", null);

        public override DateTimeOffset GetUtcNow() => _now = _now.AddSeconds(-1);
    }
}
