using System.Net;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class CallFaultTests
{
    [Fact]
    public async Task A_failed_call_is_an_entry_with_what_was_sent()
    {
        var meter = new TestMeter(Failing(static () => new IOException("the line broke")));

        await Assert.ThrowsAsync<IOException>(() => meter.CallAsync(streaming: false));

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.Equal(AttemptOutcome.Failed, entry.Outcome);
        Assert.Equal(Usage.Of(input: 3, output: 0), entry.Usage);
        Assert.Equal(UsageOrigin.Estimated, entry.UsageOrigin);
    }

    [Fact]
    public async Task A_cancelled_call_is_an_entry_with_what_was_sent()
    {
        var meter = new TestMeter(Failing(static () => new OperationCanceledException()));

        await Assert.ThrowsAsync<OperationCanceledException>(() => meter.CallAsync(streaming: false));

        Assert.Equal(AttemptOutcome.Cancelled, (await meter.SingleEntryAsync()).Outcome);
    }

    [Theory]
    [InlineData(false, HttpStatusCode.TooManyRequests)]
    [InlineData(true, HttpStatusCode.TooManyRequests)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task A_call_that_the_provider_refuses_is_an_entry_that_costs_nothing(bool streaming, HttpStatusCode status)
    {
        var meter = new TestMeter(Failing(() => new HttpRequestException("no", null, status)));

        await Assert.ThrowsAsync<HttpRequestException>(() => meter.CallAsync(streaming));

        LedgerEntry entry = await meter.SingleEntryAsync();
        Assert.True(entry.Notes.HasFlag(MeteringNotes.NotBilled));
        Assert.Equal(0m, entry.Cost.Effective);
        Assert.Equal(PricingStatus.Priced, entry.Cost.Status);
    }

    [Fact]
    public async Task A_refusal_is_recognised_by_the_status_of_client_libraries_too()
    {
        var meter = new TestMeter(Failing(static () => new LibraryException { Status = 429 }));

        await Assert.ThrowsAsync<LibraryException>(() => meter.CallAsync(streaming: false));

        Assert.True((await meter.SingleEntryAsync()).Notes.HasFlag(MeteringNotes.NotBilled));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task A_failure_on_the_providers_side_may_have_been_billed(HttpStatusCode status)
    {
        var meter = new TestMeter(Failing(() => new HttpRequestException("no", null, status)));

        await Assert.ThrowsAsync<HttpRequestException>(() => meter.CallAsync(streaming: false));

        Assert.True((await meter.SingleEntryAsync()).Cost.Effective > 0);
    }

    [Fact]
    public async Task Which_failures_are_billed_is_for_the_user_to_say()
    {
        var meter = new TestMeter(Failing(static () => new IOException()), static options => options.IsUnbilledFailure = static error => error is IOException);

        await Assert.ThrowsAsync<IOException>(() => meter.CallAsync(streaming: false));

        Assert.True((await meter.SingleEntryAsync()).Notes.HasFlag(MeteringNotes.NotBilled));
    }

    [Fact]
    public async Task A_rule_for_failures_that_itself_fails_leaves_the_usage_unknown_and_the_failure_as_it_was()
    {
        var meter = new TestMeter(Failing(static () => new IOException()), static options => options.IsUnbilledFailure = static _ => throw new FormatException());

        await Assert.ThrowsAsync<IOException>(() => meter.CallAsync(streaming: false));

        Assert.Equal(UsageOrigin.Unknown, (await meter.SingleEntryAsync()).UsageOrigin);
        Assert.Equal(["estimate"], meter.Observer.Failures);
    }

    private static TestChatClient Failing(Func<Exception> failure) => new()
    {
        Respond = (_, _, _) => throw failure(),
        Stream = (_, _, _) => Throwing(failure),
    };

    private static async IAsyncEnumerable<ChatResponseUpdate> Throwing(Func<Exception> failure)
    {
        await Task.Yield();
        throw failure();
#pragma warning disable CS0162 // An iterator needs a yield.
        yield break;
#pragma warning restore CS0162
    }

    private sealed class LibraryException : Exception
    {
        public int Status { get; init; }
    }
}
