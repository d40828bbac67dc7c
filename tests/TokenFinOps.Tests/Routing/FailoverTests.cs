using System.Net;
using Microsoft.Extensions.AI;
using TokenFinOps.Budgets;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Routing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>What happens when deployments fail.</summary>
public sealed class FailoverTests
{
    [Theory]
    [InlineData(false, HttpStatusCode.InternalServerError)]
    [InlineData(true, HttpStatusCode.InternalServerError)]
    [InlineData(false, HttpStatusCode.TooManyRequests)]
    [InlineData(true, HttpStatusCode.TooManyRequests)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    [InlineData(true, HttpStatusCode.NotFound)]
    public async Task Another_deployment_answers_and_every_attempt_is_in_the_ledger_under_one_request(bool streaming, HttpStatusCode status)
    {
        using var tiers = new TestTiers(null, null, ("frontier-2", "frontier"));
        tiers.Fail("frontier-1", () => TestTiers.Status(status));

        Assert.StartsWith("frontier-2", await tiers.CallAsync(streaming), StringComparison.Ordinal);

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal([("frontier-1", AttemptRole.Answer), ("frontier-2", AttemptRole.Fallback)], entries.Select(static entry => (entry.Deployment, entry.Routing!.Role)));
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Succeeded], entries.Select(static entry => entry.Outcome));
        Assert.Single(entries.Select(static entry => entry.RequestId).Distinct());
        Assert.Contains("frontier-1 failed with HttpRequestException", entries[1].Routing!.Reason, StringComparison.Ordinal);
        Assert.Equal(entries.Sum(static entry => entry.Cost.Effective), entries.Sum(static entry => entry.BaselineCost));
    }

    [Theory]
    [InlineData(false, HttpStatusCode.BadRequest)]
    [InlineData(true, HttpStatusCode.UnprocessableEntity)]
    public async Task A_request_that_is_wrong_is_not_tried_elsewhere(bool streaming, HttpStatusCode status)
    {
        using var tiers = new TestTiers();
        tiers.Fail("frontier-1", () => TestTiers.Status(status));

        await Assert.ThrowsAsync<HttpRequestException>(() => tiers.CallAsync(streaming));

        Assert.Single(await tiers.EntriesAsync());
    }

    [Fact]
    public async Task Content_that_is_filtered_is_not_tried_elsewhere()
    {
        using var tiers = new TestTiers();
        tiers.Fail("frontier-1", static () => new HttpRequestException("content_filter: refused", null, HttpStatusCode.BadRequest));

        await Assert.ThrowsAsync<HttpRequestException>(() => tiers.CallAsync());

        Assert.Single(await tiers.EntriesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_only_deployment_asks_for_a_pause_the_request_waits_for_it(bool streaming)
    {
        using var tiers = new TestTiers(static options => options.Restrictions.Add(DeploymentRestriction.ForAll.Only("frontier")));
        tiers.Fail("frontier-1", static () => TestTiers.Status(HttpStatusCode.TooManyRequests, "4"), times: 1);
        DateTimeOffset before = tiers.Time.GetUtcNow();

        Assert.StartsWith("frontier-1", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);

        Assert.InRange((tiers.Time.GetUtcNow() - before).TotalSeconds, 4, 5);
        Assert.Equal(2, (await tiers.EntriesAsync()).Count);
    }

    [Fact]
    public async Task A_pause_that_is_longer_than_a_request_waits_ends_it_with_the_providers_error()
    {
        using var tiers = new TestTiers(static options => options.Restrictions.Add(DeploymentRestriction.ForAll.Only("frontier")));
        tiers.Fail("frontier-1", static () => TestTiers.Status(HttpStatusCode.TooManyRequests, "60"));

        await Assert.ThrowsAsync<HttpRequestException>(() => tiers.PassTimeAsync(() => tiers.CallAsync()));
        await Assert.ThrowsAsync<RoutingUnavailableException>(() => tiers.PassTimeAsync(() => tiers.CallAsync()));

        Assert.Equal(1, tiers["frontier-1"].Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_are_not_repeated_without_end_when_everything_is_down(bool streaming)
    {
        using var tiers = new TestTiers();
        foreach (string name in (string[])["nano-1", "mid-1", "frontier-1"])
        {
            tiers.Fail(name, static () => TestTiers.Status(HttpStatusCode.ServiceUnavailable));
        }

        for (int i = 0; i < 20; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => tiers.PassTimeAsync(() => tiers.CallAsync(streaming)));
        }

        // Three deployments, opened after three failures each: then only probes, one at a time.
        Assert.InRange((await tiers.EntriesAsync()).Count, 6, 60);
        Assert.All(await tiers.EntriesAsync(), static entry => Assert.Equal(AttemptOutcome.Failed, entry.Outcome));
    }

    [Fact]
    public async Task A_stream_that_breaks_after_its_first_words_is_not_begun_anew()
    {
        using var tiers = new TestTiers();
        tiers["frontier-1"].Stream = static (_, _, _) => Breaking();
        var heard = new List<string>();

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (ChatResponseUpdate update in tiers.Client.GetStreamingResponseAsync("one", null, TestContext.Current.CancellationToken))
            {
                heard.Add(update.Text);
            }
        });

        Assert.Equal(["half"], heard);
        Assert.Equal(AttemptOutcome.Failed, Assert.Single(await tiers.EntriesAsync()).Outcome);

        static async IAsyncEnumerable<ChatResponseUpdate> Breaking()
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "half");
            throw new IOException("the line broke");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deployment_that_does_not_begin_in_time_is_left_for_another(bool streaming)
    {
        using var tiers = new TestTiers(
            static options => (options.FirstUpdateTimeout, options.AnswerTimeout) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)), null, ("frontier-2", "frontier"));
        tiers.Hang("frontier-1");

        Assert.StartsWith("frontier-2", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);

        Assert.Equal([AttemptOutcome.Cancelled, AttemptOutcome.Succeeded], (await tiers.EntriesAsync()).Select(static entry => entry.Outcome));
    }

    [Fact]
    public async Task A_stream_that_stalls_is_given_up()
    {
        using var tiers = new TestTiers(static options => options.StallTimeout = TimeSpan.FromSeconds(3));
        tiers["frontier-1"].Stream = (_, _, token) => StallingAsync(token);

        await Assert.ThrowsAsync<TimeoutException>(() => tiers.PassTimeAsync(() => tiers.CallAsync(streaming: true)));

        async IAsyncEnumerable<ChatResponseUpdate> StallingAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "half");
            await Task.Delay(Timeout.InfiniteTimeSpan, tiers.Time, token);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_who_cancels_is_not_answered_by_another_deployment(bool streaming)
    {
        using var tiers = new TestTiers();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        tiers.Hang("frontier-1");
        Task<string> call = streaming
            ? TextAsync(tiers.Client.GetStreamingResponseAsync("one", null, cancel.Token).ToChatResponseAsync(cancel.Token))
            : TextAsync(tiers.Client.GetResponseAsync("one", null, cancel.Token));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, tiers["mid-1"].Calls);

        static async Task<string> TextAsync(Task<ChatResponse> response) => (await response).Text;
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_goes_to_a_deployment_with_a_larger_context()
    {
        using var tiers = new TestTiers(null, static (name, options) => options.ContextWindow = name == "mid-1" ? 200_000 : 100_000);
        tiers.Fail("frontier-1", static () => new HttpRequestException("context_length_exceeded", null, HttpStatusCode.BadRequest));

        Assert.Equal("mid-1", await tiers.CallAsync());
        Assert.Equal(0, tiers["nano-1"].Calls);
    }

    [Fact]
    public async Task What_fails_again_and_again_is_left_alone_and_probed_later()
    {
        using var tiers = new TestTiers(static options => options.IsSticky = false, null, ("frontier-2", "frontier"));
        tiers.Fail("frontier-1", static () => TestTiers.Status(HttpStatusCode.InternalServerError), times: 3);
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal("frontier-2", await tiers.CallAsync(prompt: $"question {i}"));
        }

        Assert.Equal(3, tiers["frontier-1"].Calls);
        tiers.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("frontier-1", await tiers.CallAsync(prompt: "another question"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_budget_refuses_goes_to_a_cheaper_deployment(bool streaming)
    {
        using var tiers = new TestTiers();
        tiers.Fail("frontier-1", static () => new BudgetExceededException("no room"));

        Assert.StartsWith("mid-1", await tiers.CallAsync(streaming), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_no_deployment_fits_the_budget_the_caller_gets_the_first_refusal()
    {
        using var tiers = new TestTiers();
        foreach (string name in (string[])["nano-1", "mid-1", "frontier-1"])
        {
            tiers.Fail(name, () => new BudgetExceededException($"no room at {name}"));
        }

        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => tiers.CallAsync());

        Assert.Equal("no room at frontier-1", refusal.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_is_not_what_the_caller_hears_when_a_cheaper_deployment_fitted_and_was_down(bool streaming)
    {
        using var tiers = new TestTiers();
        tiers.Fail("frontier-1", static () => new BudgetExceededException("no room"));
        tiers.Fail("mid-1", static () => TestTiers.Status(HttpStatusCode.ServiceUnavailable));
        tiers.Fail("nano-1", static () => TestTiers.Status(HttpStatusCode.ServiceUnavailable));

        await Assert.ThrowsAsync<HttpRequestException>(() => tiers.PassTimeAsync(() => tiers.CallAsync(streaming)));
    }
}
