#pragma warning disable MEAI001 // Its routing client is experimental; ours is usable with it, and without it.
using Microsoft.Extensions.AI;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>The router as the one who chooses, in the routing client of Microsoft.Extensions.AI.</summary>
public sealed class RoutingChatClientInteropTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_requests_go_where_the_router_says_and_are_in_the_ledger(bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "openai-1", "ollama-1");
        using IChatClient routing = RoutingChatClient.Create((context, token) => tiers.Client.SelectAsync(context.Messages, context.ChatOptions, token));

        Assert.Equal("openai-1 answers", await TestMeter.CallAsync(routing, streaming));
        Assert.Equal("ollama-1 answers", await TestMeter.CallAsync(routing, streaming, new ChatOptions { ModelId = "ollama-1" }));

        Assert.Equal(["openai-1", "ollama-1"], (await tiers.EntriesAsync()).Select(static entry => entry.Deployment));
        Assert.Equal(["openai-1", "ollama-1"], tiers.Provider.Requests.Select(static request => request.Model));
    }
}
