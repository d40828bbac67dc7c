using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class StreamFaultTests
{
    private const int Words = 5;

    public static TheoryData<int> Positions => [.. Enumerable.Range(0, Words + 1)];

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_stream_that_the_caller_stops_reading_is_one_entry_for_what_was_delivered(int position)
    {
        var meter = new TestMeter(Streaming());
        int read = 0;

        await foreach (ChatResponseUpdate update in meter.Client.GetStreamingResponseAsync("one two three", cancellationToken: TestContext.Current.CancellationToken))
        {
            if (read++ == position)
            {
                break;
            }
        }

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(AttemptOutcome.Abandoned, entry.Outcome);
        Assert.Equal(UsageOrigin.Estimated, entry.UsageOrigin);
        Assert.Equal(Usage.Of(input: 3, output: Math.Min(position + 1, Words)), entry.Usage);
        Assert.True(entry.Cost.Effective > 0);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_stream_that_throws_is_one_entry_for_what_was_delivered(int position)
    {
        var meter = new TestMeter(Streaming(failAt: position, () => new IOException("the line broke")));

        await Assert.ThrowsAsync<IOException>(() => meter.CallAsync(streaming: true));

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(AttemptOutcome.Failed, entry.Outcome);
        Assert.Equal("IOException", entry.ErrorType);
        Assert.Equal(UsageOrigin.Estimated, entry.UsageOrigin);
        Assert.Equal(Usage.Of(input: 3, output: position), entry.Usage);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_cancelled_stream_is_billed_for_what_was_delivered(int position)
    {
        using var cancellation = new CancellationTokenSource();
        var meter = new TestMeter(Streaming());
        int read = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            if (position == 0)
            {
                await cancellation.CancelAsync();
            }

            await foreach (ChatResponseUpdate update in meter.Client.GetStreamingResponseAsync("one two three", cancellationToken: cancellation.Token))
            {
                if (++read == position)
                {
                    await cancellation.CancelAsync();
                }
            }
        });

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(AttemptOutcome.Cancelled, entry.Outcome);
        Assert.Equal(UsageOrigin.Estimated, entry.UsageOrigin);
        Assert.Equal(Usage.Of(input: 3, output: position), entry.Usage);
    }

    [Fact]
    public async Task A_stream_that_cannot_even_be_opened_is_one_entry()
    {
        var meter = new TestMeter(new TestChatClient { Stream = static (_, _, _) => throw new InvalidOperationException("no such thing") });

        await Assert.ThrowsAsync<InvalidOperationException>(() => meter.CallAsync(streaming: true));

        Assert.Equal(AttemptOutcome.Failed, (await meter.SingleEntryAsync()).Outcome);
    }

    [Fact]
    public async Task A_stream_whose_disposal_throws_is_one_entry_and_the_caller_sees_the_exception()
    {
        var meter = new TestMeter(new TestChatClient { Stream = static (_, _, _) => FailingAtTheEnd() });

        await Assert.ThrowsAsync<IOException>(() => meter.CallAsync(streaming: true));

        Assert.Single(await meter.EntriesAsync());
    }

    [Fact]
    public async Task An_empty_stream_is_one_entry()
    {
        var meter = new TestMeter(new TestChatClient { Stream = static (_, _, _) => AsyncEnumerable.Empty<ChatResponseUpdate>() });

        await meter.CallAsync(streaming: true);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(AttemptOutcome.Succeeded, entry.Outcome);
        Assert.Null(entry.TimeToFirstUpdate);
        Assert.Equal(Usage.Of(input: 3, output: 0), entry.Usage);
    }

    [Fact]
    public async Task A_stream_that_was_asked_for_and_never_read_costs_nothing_and_is_no_entry()
    {
        var meter = new TestMeter(Streaming());

        _ = meter.Client.GetStreamingResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(await meter.EntriesAsync());
    }

    [Fact]
    public async Task What_the_provider_reported_before_the_break_counts_at_least()
    {
        var meter = new TestMeter(new TestChatClient { Stream = static (_, _, _) => ReportingFirst() });

        await foreach (ChatResponseUpdate update in meter.Client.GetStreamingResponseAsync("one two three", cancellationToken: TestContext.Current.CancellationToken))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(Usage.Of(input: 69, output: 2), entry.Usage);
        Assert.Equal(UsageOrigin.Estimated, entry.UsageOrigin);
    }

    [Fact]
    public async Task Time_to_first_update_and_duration_are_measured_by_the_timer()
    {
        TestMeter? meter = null;
        meter = new TestMeter(new TestChatClient { Stream = (_, _, _) => Slowly(() => meter!.Time.Advance(TimeSpan.FromMilliseconds(40))) });

        await meter.CallAsync(streaming: true);

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(TimeSpan.FromMilliseconds(40), entry.TimeToFirstUpdate);
        Assert.Equal(TimeSpan.FromMilliseconds(80), entry.Duration);
    }

    private static TestChatClient Streaming(int? failAt = null, Func<Exception>? failure = null) => new()
    {
        Stream = (_, _, token) => DeliverAsync(failAt, failure, token),
    };

    private static async IAsyncEnumerable<ChatResponseUpdate> DeliverAsync(
        int? failAt, Func<Exception>? failure, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i <= Words; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (i == failAt)
            {
                throw failure!();
            }

            yield return i < Words
                ? new ChatResponseUpdate(ChatRole.Assistant, $"word{i} ") { ModelId = "gpt-test" }
                : new ChatResponseUpdate { ModelId = "gpt-test", FinishReason = ChatFinishReason.Stop };
        }
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> ReportingFirst()
    {
        await Task.Yield();
        yield return new ChatResponseUpdate { ModelId = "gpt-test", Contents = [new UsageContent(new UsageDetails { InputTokenCount = 69, OutputTokenCount = 1 })] };
        yield return new ChatResponseUpdate(ChatRole.Assistant, "two words");
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> FailingAtTheEnd()
    {
        try
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "hi");
        }
        finally
        {
            Close();
        }

        static void Close() => throw new IOException("closing failed");
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Slowly(Action wait)
    {
        await Task.Yield();
        wait();
        yield return new ChatResponseUpdate(ChatRole.Assistant, "hi");
        wait();
    }
}
