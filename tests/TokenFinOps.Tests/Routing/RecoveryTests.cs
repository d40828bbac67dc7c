using System.Net;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing;
using TokenFinOps.Routing.Health;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing;

/// <summary>A deployment that was in trouble is used again once it is well, and not before.</summary>
public sealed class RecoveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_after_of_a_503_is_honoured(bool streaming)
    {
        using TestTiers tiers = Only();
        tiers.Fail("frontier-1", static () => TestTiers.Status(HttpStatusCode.ServiceUnavailable, "4"), times: 1);
        DateTimeOffset before = tiers.Time.GetUtcNow();

        await tiers.PassTimeAsync(() => tiers.CallAsync(streaming));

        Assert.InRange((tiers.Time.GetUtcNow() - before).TotalSeconds, 4, 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_recovered_is_asked_though_the_time_to_its_next_probe_has_grown(bool streaming)
    {
        using TestTiers tiers = Only();
        Break(tiers, probes: 9);
        Assert.True(tiers.Deployment("frontier-1").Health.Wait > TimeSpan.FromMinutes(1));

        Assert.StartsWith("frontier-1", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_did_not_recover_is_asked_at_most_once_in_every_cooldown()
    {
        using TestTiers tiers = Only();
        Break(tiers, probes: 9);
        tiers.Fail("frontier-1", static () => TestTiers.Status(HttpStatusCode.ServiceUnavailable));
        DateTimeOffset before = tiers.Time.GetUtcNow();

        await tiers.PassTimeAsync(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => await Record.ExceptionAsync(() => tiers.CallAsync(prompt: $"question {i}"))));
            return true;
        });

        int cooldowns = (int)((tiers.Time.GetUtcNow() - before) / tiers.Options.Circuit.Cooldown);
        Assert.InRange(tiers["frontier-1"].Calls, 1, cooldowns);
    }

    [Fact]
    public async Task What_a_provider_asked_for_is_not_cut_short_though_there_is_no_other()
    {
        using TestTiers tiers = Only();
        Assert.True(tiers.Deployment("frontier-1").Health.TryEnter(out HealthTicket ticket));
        tiers.Deployment("frontier-1").Health.Failed(ticket, FailureKind.RateLimited, TimeSpan.FromMinutes(2));

        await Assert.ThrowsAsync<RoutingUnavailableException>(() => tiers.PassTimeAsync(() => tiers.CallAsync()));

        Assert.Equal(0, tiers["frontier-1"].Calls);
    }

    [Fact]
    public async Task While_a_stream_probes_others_are_served_once_it_has_begun()
    {
        using TestTiers tiers = Only();
        Break(tiers, probes: 0);
        tiers.Time.Advance(TimeSpan.FromSeconds(5));
        await using IAsyncEnumerator<ChatResponseUpdate> stream =
            tiers.Client.GetStreamingResponseAsync("one", null, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync()); // it answers: it is well

        Assert.Equal("frontier-1", await tiers.PassTimeAsync(() => tiers.CallAsync(prompt: "two")));
    }

    [Fact]
    public async Task Requests_that_name_what_a_provider_does_not_know_say_nothing_about_its_health()
    {
        using var tiers = new TestTiers(static options => options.IsSticky = false, null, ("frontier-2", "frontier"));
        tiers.Fail("frontier-1", static () => new HttpRequestException("Conversation with id 'conv_1' not found.", null, HttpStatusCode.NotFound), times: 3);
        for (int i = 0; i < 3; i++)
        {
            await Record.ExceptionAsync(() => tiers.PassTimeAsync(() => tiers.CallAsync(options: new ChatOptions { ConversationId = $"stale-{i}" })));
        }

        Assert.Equal("frontier-1", await tiers.CallAsync());
        Assert.Equal(4, tiers["frontier-1"].Calls);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_left_alone()
    {
        using var tiers = new TestTiers(static options => options.IsSticky = false, null, ("frontier-2", "frontier"));
        tiers.Fail("frontier-1", static () => TestTiers.Status(HttpStatusCode.NotFound));
        for (int i = 0; i < 5; i++)
        {
            await tiers.CallAsync(prompt: $"question {i}");
        }

        Assert.Equal(3, tiers["frontier-1"].Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deployment_that_was_slow_once_is_tried_again_some_day(bool streaming)
    {
        using var tiers = new TestTiers(static options => (options.LatencyWeight, options.IsSticky) = (1, false), null, ("frontier-2", "frontier"));
        TimeSpan takes = TimeSpan.FromSeconds(20);
        tiers.Slow("frontier-1", () => takes);
        tiers.Slow("frontier-2", TimeSpan.FromSeconds(3));
        await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)); // a cold start
        takes = TimeSpan.FromSeconds(0.5);
        for (int i = 0; i < 12; i++)
        {
            tiers.Time.Advance(TimeSpan.FromMinutes(5));
            await tiers.PassTimeAsync(() => tiers.CallAsync(streaming, prompt: $"question {i}"));
        }

        Assert.InRange(tiers["frontier-1"].Calls, 2, 12);
        Assert.StartsWith("frontier-1", await tiers.PassTimeAsync(() => tiers.CallAsync(streaming)), StringComparison.Ordinal);
    }

    private static TestTiers Only() => new(static options => options.Restrictions.Add(DeploymentRestriction.ForAll.Only("frontier")));

    private static void Break(TestTiers tiers, int probes)
    {
        DeploymentHealth health = tiers.Deployment("frontier-1").Health;
        for (int i = 0; i < 3 + probes; i++)
        {
            tiers.Time.Advance(health.Wait);
            Assert.True(health.TryEnter(out HealthTicket ticket));
            health.Failed(ticket, FailureKind.Transient, null);
        }
    }
}
