using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class StreamingUsageTests
{
    [Fact]
    public async Task Usage_split_over_several_updates_adds_up() =>
        Assert.Equal(
            Usage.Of(input: 69, output: 100),
            (await MeterAsync(null, Report(69, null), Report(null, 100))).Usage);

    [Fact]
    public async Task Repeated_snapshots_are_recognised_taken_once_and_marked()
    {
        LedgerEntry entry = await MeterAsync(null, Report(100, 1), Report(100, 2), Report(100, 3), Report(100, 3));

        Assert.Equal(Usage.Of(input: 100, output: 3), entry.Usage);
        Assert.True(entry.Notes.HasFlag(MeteringNotes.CumulativeUsage));
    }

    [Fact]
    public async Task Cumulative_usage_is_taken_at_its_largest_when_the_user_says_so() =>
        Assert.Equal(Usage.Of(input: 150), (await MeterAsync(StreamingUsagePolicy.Max, Report(50, null), Report(100, null), Report(150, null))).Usage);

    [Fact]
    public async Task Deltas_are_summed_when_the_user_says_so() =>
        Assert.Equal(Usage.Of(input: 200, output: 4), (await MeterAsync(StreamingUsagePolicy.Sum, Report(100, 2), Report(100, 2))).Usage);

    [Fact]
    public async Task Usages_of_different_responses_in_one_stream_add_up() =>
        Assert.Equal(
            Usage.Of(input: 300, output: 30),
            (await MeterAsync(null, Report(100, 10, "a"), Report(100, 10, "b"), Report(100, 10, "c"))).Usage);

    [Fact]
    public async Task Anthropic_streams_repeat_their_input_and_are_folded_by_the_largest()
    {
        TestChatClient provider = Streaming(Report(69, 1), Report(69, 100));
        provider.Metadata = new ChatClientMetadata("anthropic");
        var meter = new TestMeter(provider);

        await meter.CallAsync(streaming: true);

        Assert.Equal(Usage.Of(input: 69, output: 100), (await meter.SingleEntryAsync()).Usage);
    }

    private static async Task<LedgerEntry> MeterAsync(StreamingUsagePolicy? policy, params ChatResponseUpdate[] updates)
    {
        var meter = new TestMeter(Streaming(updates), options => options.StreamingUsage = policy);
        await meter.CallAsync(streaming: true);
        return await meter.SingleEntryAsync();
    }

    private static TestChatClient Streaming(params ChatResponseUpdate[] updates) => new() { Stream = (_, _, _) => updates.ToAsyncEnumerable() };

    private static ChatResponseUpdate Report(long? input, long? output, string responseId = "response-1") => new()
    {
        ModelId = "gpt-test",
        ResponseId = responseId,
        Contents = [new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output })],
    };
}
