using TokenFinOps.Routing;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>What a provider says about when to come back, read from the exception of the real OpenAI client.</summary>
public sealed class RetryAfterWireTests
{
    [Theory]
    [InlineData("4", false)]
    [InlineData("4", true)]
    [InlineData("Tue, 10 Mar 2026 12:00:04 GMT", false)]
    [InlineData("Tue, 10 Mar 2026 12:00:04 GMT", true)]
    public async Task The_only_deployment_is_left_alone_until_it_said(string header, bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "openai-1");
        DateTimeOffset start = tiers.Time.GetUtcNow();
        DateTimeOffset? again = null;
        tiers.Provider.Script = request =>
        {
            again = tiers.Time.GetUtcNow();
            return tiers.Provider.Requests.Count == 1 ? new WireReply(WireFault.RateLimited, header) : WireFault.None;
        };

        Assert.Equal("openai-1 answers", await tiers.AskAsync(streaming));

        Assert.True(again - start >= TimeSpan.FromSeconds(4), $"It was asked again after {again - start}.");
        Assert.Equal(2, (await tiers.EntriesAsync()).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_go_elsewhere_until_then(bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "openai-1", "openai-2");
        tiers.Provider.Script = request => request.Deployment == "openai-1" && tiers.Provider.Requests.Count == 1
            ? new WireReply(WireFault.RateLimited, "30000")
            : WireFault.None;

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("openai-2 answers", await tiers.AskAsync(streaming));
        }

        // The longest pause that is believed is five minutes.
        tiers.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("openai-1 answers", await tiers.AskAsync(streaming));
        Assert.Equal(["openai-1", "openai-2", "openai-2", "openai-2", "openai-1"], tiers.Provider.Requests.Select(static request => request.Deployment));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_does_not_wait_longer_than_it_may(bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "openai-1");
        tiers.Provider.Script = static _ => new WireReply(WireFault.RateLimited, "60");

        await Assert.ThrowsAsync<System.ClientModel.ClientResultException>(() => tiers.AskAsync(streaming));
        await Assert.ThrowsAsync<RoutingUnavailableException>(() => tiers.AskAsync(streaming));

        Assert.Single(tiers.Provider.Requests);
    }
}
