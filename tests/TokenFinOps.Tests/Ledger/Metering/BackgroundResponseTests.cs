using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class BackgroundResponseTests
{
    private static readonly ResponseContinuationToken Token = ResponseContinuationToken.FromBytes(new byte[] { 1, 2, 3 });

    [Fact]
    public async Task A_background_answer_and_its_polls_are_one_entry_from_the_first_call_on()
    {
        var meter = new TestMeter(Answering(Pending(), Pending(), Done()));

        using (FinOps.Attribute(("team", "research")))
        {
            await meter.Client.GetResponseAsync("think hard", cancellationToken: TestContext.Current.CancellationToken);
        }

        meter.Time.Advance(TimeSpan.FromMinutes(1));
        await PollAsync(meter);
        Assert.Empty(await meter.EntriesAsync());
        await PollAsync(meter);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(Usage.Of(input: 500, output: 50), entry.Usage);
        Assert.Equal("research", entry.Tags["team"]);
        Assert.Equal(TimeSpan.FromMinutes(1), entry.Duration);
        Assert.True(entry.Notes.HasFlag(MeteringNotes.Background));
    }

    [Fact]
    public async Task Polling_a_finished_answer_again_bills_nothing_more()
    {
        var meter = new TestMeter(Answering(Pending(), Done(), Done(), Done()));

        await meter.Client.GetResponseAsync("think hard", cancellationToken: TestContext.Current.CancellationToken);
        await PollAsync(meter);
        await PollAsync(meter);
        await PollAsync(meter);

        Assert.Single(await meter.EntriesAsync());
    }

    [Fact]
    public async Task A_poll_that_fails_is_no_entry_of_its_own()
    {
        var meter = new TestMeter(Answering(Pending(), null, Done()));

        await meter.Client.GetResponseAsync("think hard", cancellationToken: TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<IOException>(() => PollAsync(meter));
        await PollAsync(meter);

        Assert.Equal(AttemptOutcome.Succeeded, (await meter.SingleEntryAsync()).Outcome);
    }

    [Fact]
    public async Task An_answer_that_is_never_fetched_is_recorded_with_unknown_usage_when_the_client_goes()
    {
        var meter = new TestMeter(Answering(Pending()));

        await meter.Client.GetResponseAsync("think hard", cancellationToken: TestContext.Current.CancellationToken);
        meter.Client.Dispose();

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(UsageOrigin.Unknown, entry.UsageOrigin);
        Assert.Null(entry.Cost.Effective);
    }

    private static Task<ChatResponse> PollAsync(TestMeter meter) =>
        meter.Client.GetResponseAsync([], new ChatOptions { ContinuationToken = Token }, TestContext.Current.CancellationToken);

    private static TestChatClient Answering(params ChatResponse?[] answers)
    {
        int next = 0;
        return new TestChatClient { Respond = (_, _, _) => Task.FromResult(answers[next++] ?? throw new IOException("the line broke")) };
    }

    private static ChatResponse Pending() => new() { ResponseId = "bg-1", ModelId = "gpt-test", ContinuationToken = Token };

    private static ChatResponse Done() =>
        new(new ChatMessage(ChatRole.Assistant, "done")) { ResponseId = "bg-1", ModelId = "gpt-test", Usage = new() { InputTokenCount = 500, OutputTokenCount = 50 } };
}
