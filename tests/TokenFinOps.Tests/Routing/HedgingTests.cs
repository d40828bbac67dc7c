using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>A second deployment is asked as well when the first one takes long.</summary>
public sealed class HedgingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_deployment_is_hedged_by_choice_and_the_slower_one_is_cancelled(bool streaming)
    {
        using TestTiers tiers = Hedging(2);
        tiers.Hang("frontier-1");

        Assert.StartsWith("frontier-2", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal([AttemptRole.Answer, AttemptRole.Hedge], entries.OrderBy(static entry => entry.Deployment).Select(static entry => entry.Routing!.Role));
        Assert.Equal(AttemptOutcome.Cancelled, entries.Single(static entry => entry.Deployment == "frontier-1").Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hedge_that_fails_is_not_held_against_the_first(bool streaming)
    {
        // The first fails after a moment with 500 and may be tried again; the hedge has a wrong key.
        using TestTiers tiers = Hedging(1, static options => options.Restrictions.Add(DeploymentRestriction.ForAll.Only("frontier")));
        tiers.FailAfter("frontier-1", TimeSpan.FromSeconds(2), static () => TestTiers.Status(HttpStatusCode.InternalServerError), times: 1);
        tiers.FailAfter("frontier-2", TimeSpan.FromSeconds(3), static () => TestTiers.Status(HttpStatusCode.Unauthorized));

        Assert.StartsWith("frontier-1", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);

        Assert.Equal((2, 1), (tiers["frontier-1"].Calls, tiers["frontier-2"].Calls));
    }

    [Theory]
    [InlineData(false, "frontier-1")]
    [InlineData(true, "frontier-1")]
    [InlineData(false, "frontier-2")]
    [InlineData(true, "frontier-2")]
    public async Task A_wrong_request_is_not_tried_elsewhere_because_it_was_hedged(bool streaming, string refuses)
    {
        using TestTiers tiers = Hedging(1);
        foreach (string name in (string[])["frontier-1", "frontier-2"])
        {
            HttpStatusCode status = name == refuses ? HttpStatusCode.BadRequest : HttpStatusCode.ServiceUnavailable;
            tiers.FailAfter(name, TimeSpan.FromSeconds(2), () => TestTiers.Status(status));
        }

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => tiers.PassTimeAsync(() => tiers.CallAsync(streaming)));

        Assert.Equal((0, HttpStatusCode.BadRequest), (tiers["mid-1"].Calls, error.StatusCode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hedge_does_not_give_a_worse_answer_because_it_is_faster(bool streaming)
    {
        using var tiers = new TestTiers(static options => options.HedgeAfter = TimeSpan.FromSeconds(2));
        tiers.Slow("frontier-1", TimeSpan.FromSeconds(5));

        Assert.StartsWith("frontier-1", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hedge_does_not_leave_an_open_tool_loop()
    {
        using TestTiers tiers = Hedging(2);
        ChatMessage turn = new(ChatRole.Assistant, [new FunctionCallContent("call-1", "weather")]);
        var respond = tiers["frontier-1"].Respond;
        tiers["frontier-1"].Respond = (_, _, _) => Task.FromResult(new ChatResponse(turn) { Usage = TestTiers.Usage() });
        List<ChatMessage> history = [new(ChatRole.User, "Will it rain?")];
        await tiers.Client.GetResponseAsync(history, null, TestContext.Current.CancellationToken);
        tiers["frontier-1"].Respond = respond;
        tiers.Slow("frontier-1", TimeSpan.FromSeconds(5));
        history.AddRange([turn, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call-1", "yes")])]);

        Assert.Equal("frontier-1", (await tiers.PassTimeAsync(() => tiers.Client.GetResponseAsync(history, null, TestContext.Current.CancellationToken))).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deployment_that_hangs_is_known_as_slow_though_hedges_answer(bool streaming)
    {
        using TestTiers tiers = Hedging(2, static options => (options.IsSticky, options.LatencyWeight) = (false, 1));
        tiers.Hang("frontier-1");
        tiers.Slow("frontier-2", TimeSpan.FromSeconds(1));
        for (int i = 0; i < 10; i++)
        {
            await tiers.PassTimeAsync(() => tiers.CallAsync(streaming, prompt: $"question {i}"));
        }

        Assert.Equal((1, 10), (tiers["frontier-1"].Calls, tiers["frontier-2"].Calls));
        Assert.Equal(TimeSpan.Zero, tiers.Deployment("frontier-1").Health.Wait);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_does_not_like_to_be_cancelled_does_not_cost_the_winners_answer(bool streaming)
    {
        using TestTiers tiers = Hedging(2);
        tiers.Hang("frontier-1");
        var (respond, stream) = (tiers["frontier-1"].Respond!, tiers["frontier-1"].Stream!);
        tiers["frontier-1"].Respond = (messages, options, token) => respond(messages, options, Unwilling(token));
        tiers["frontier-1"].Stream = (messages, options, token) => stream(messages, options, Unwilling(token));

        Assert.StartsWith("frontier-2", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);

        static CancellationToken Unwilling(CancellationToken token)
        {
            token.Register(static () => throw new InvalidOperationException("a callback of the provider's client"));
            return token;
        }
    }

    [Fact]
    public async Task An_answer_that_comes_just_as_patience_ends_is_not_lost()
    {
        var promise = new TaskCompletionSource<ChatResponse>();
        var provider = new TestChatClient { Respond = (_, _, _) => promise.Task };
        var options = new RoutingOptions { HedgeAfter = TimeSpan.FromSeconds(2), MaxAttempts = 1 };
        options.AddTier("only", tier => tier.AddDeployment("one", "one", _ => provider));
        var time = new FakeTimeProvider();
        using var client = new TieringChatClient(TestChatClient.Answering("nobody"), options, null, null, time);
        SynchronizationContext? previous = SynchronizationContext.Current;
        var pump = new LastFirstContext();
        SynchronizationContext.SetSynchronizationContext(pump);
        Task<ChatResponse> call;
        try
        {
            call = client.GetResponseAsync("one", null, CancellationToken.None);
            pump.Drain();
            SynchronizationContext.SetSynchronizationContext(previous);
            time.Advance(TimeSpan.FromSeconds(2));
            promise.SetResult(TestChatClient.Answer("hello", null, "one"));
            pump.Drain();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }

        Assert.Equal("hello", (await call).Text);
    }

    private static TestTiers Hedging(double seconds, Action<RoutingOptions>? configure = null) => new(
        options =>
        {
            options.HedgeAfter = TimeSpan.FromSeconds(seconds);
            configure?.Invoke(options);
        },
        null,
        ("frontier-2", "frontier"));

    /// <summary>A context that runs what was posted last first, as a thread of the pool does with its own queue.</summary>
    private sealed class LastFirstContext : SynchronizationContext
    {
        private readonly Stack<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Push((d, state));

        public void Drain()
        {
            while (_posted.TryPop(out (SendOrPostCallback Callback, object? State) next))
            {
                next.Callback(next.State);
            }
        }
    }
}
