using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class BookkeepingFaultTests
{
    private static readonly UsageDetails Reported = new() { InputTokenCount = 1_000, OutputTokenCount = 100 };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_ledger_that_fails_never_takes_the_answer_away(bool streaming, bool later)
    {
        var meter = new TestMeter(TestChatClient.Answering("the answer", Reported), ledger: new FailingLedger(later));

        string answer = await meter.CallAsync(streaming);

        Assert.Equal("the answer", answer.Trim());
        Assert.Equal(["ledger"], meter.Observer.Failures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_catalogue_that_fails_leaves_the_entry_unpriced_and_marked(bool streaming)
    {
        var meter = new TestMeter(TestChatClient.Answering("the answer", Reported));
        meter.Prices.Source = static () => throw new InvalidOperationException("no catalogue");

        string answer = await meter.CallAsync(streaming);

        Assert.Equal("the answer", answer.Trim());
        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(PricingStatus.Unpriced, entry.Cost.Status);
        Assert.True(entry.Notes.HasFlag(MeteringNotes.PricingFailed));
        Assert.Equal(["pricing"], meter.Observer.Failures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failing_reader_of_the_service_tier_never_takes_the_answer_away(bool streaming)
    {
        TestChatClient provider = TestChatClient.Answering("the answer", Reported);
        var meter = new TestMeter(new RawClient(provider), static options => options.ServedServiceTier = static _ => throw new FormatException());

        string answer = await meter.CallAsync(streaming);

        Assert.Equal("the answer", answer.Trim());
        Assert.Contains("metering", meter.Observer.Failures);
        Assert.Single(await meter.EntriesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_of_a_failed_call_that_cannot_be_written_hides_nothing_of_the_failure(bool streaming)
    {
        var provider = new TestChatClient
        {
            Respond = static (_, _, _) => throw new IOException("the line broke"),
            Stream = static (_, _, _) => throw new IOException("the line broke"),
        };
        var meter = new TestMeter(provider, ledger: new FailingLedger(later: false));

        await Assert.ThrowsAsync<IOException>(() => meter.CallAsync(streaming));
    }

    private sealed class RawClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken);
            response.RawRepresentation = new object();
            return response;
        }

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GetStreamingResponseAsync(messages, options, cancellationToken).Select(static update =>
            {
                update.RawRepresentation = new object();
                return update;
            });
    }

    private sealed class FailingLedger(bool later) : ICostLedger
    {
        private readonly InMemoryCostLedger _inner = new();

        public async ValueTask AppendAsync(LedgerEntry entry, CancellationToken cancellationToken = default)
        {
            if (later)
            {
                await Task.Yield();
            }

            throw new IOException("the disk is full");
        }

        public ValueTask<LedgerReport> QueryAsync(LedgerQuery query, CancellationToken cancellationToken = default) => _inner.QueryAsync(query, cancellationToken);

        public IAsyncEnumerable<LedgerEntry> EnumerateAsync(LedgerFilter? filter = null, CancellationToken cancellationToken = default) =>
            _inner.EnumerateAsync(filter, cancellationToken);

        public IDisposable Subscribe(Action<LedgerEntry> observer) => _inner.Subscribe(observer);
    }
}
