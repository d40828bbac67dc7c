using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Routing.Wire;

/// <summary>Agents over the router, with the real clients of OpenAI and Ollama.</summary>
public sealed class RealClientTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create(static (string city) => $"It rains in {city}.", "weather");

    [Theory]
    [InlineData("openai-1", false)]
    [InlineData("openai-1", true)]
    [InlineData("ollama-1", false)]
    [InlineData("ollama-1", true)]
    public async Task A_tool_is_called_and_its_result_answered_by_the_same_deployment(string deployment, bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, deployment, "openai-9", "ollama-9");

        string answer = await AskAgentAsync(tiers, streaming);

        Assert.StartsWith(deployment + ": ", answer, StringComparison.Ordinal);
        Assert.Contains("It rains in Bern.", answer, StringComparison.Ordinal);
        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal([deployment, deployment], entries.Select(static entry => entry.Deployment));
        Assert.Equal("conversation", entries[1].Routing!.Decision!.DecidedBy);
        Assert.Equal([streaming, streaming], tiers.Provider.Requests.Select(static request => request.IsStreaming));
    }

    [Theory]
    [InlineData("openai-1", false)]
    [InlineData("openai-1", true)]
    [InlineData("ollama-1", false)]
    [InlineData("ollama-1", true)]
    public async Task What_the_provider_counted_is_in_the_ledger_at_its_price_and_the_calls_of_a_run_belong_together(string deployment, bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, deployment);

        using (FinOps.BeginRun("run-7"))
        {
            await AskAgentAsync(tiers, streaming);
        }

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        decimal cached = deployment == "openai-1" ? WireAnswer.Cached : 0;
        Assert.All(entries, entry =>
        {
            Assert.Equal((AttemptOutcome.Succeeded, UsageOrigin.Reported, "run-7"), (entry.Outcome, entry.UsageOrigin, entry.RunId));
            Assert.Equal([WireAnswer.Input, WireAnswer.Output, cached], [entry.Usage.InputTokens, entry.Usage.OutputTokens, entry.Usage[UsageKind.CacheReadTokens]]);
            Assert.Equal((((WireAnswer.Input - cached) * 1m) + (cached * 0.1m) + (WireAnswer.Output * 4m)) / 1_000_000, entry.Cost.Effective);
        });
        Assert.Equal(2, entries.Select(static entry => entry.RequestId).Distinct().Count());
        Assert.Equal(entries.Sum(static entry => entry.Cost.Effective), entries.Sum(static entry => entry.BaselineCost));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_API_is_down_the_self_hosted_model_answers_and_keeps_the_tool_loop(bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "openai-1", "ollama-1");
        tiers.Provider.Script = static request => request.Deployment == "openai-1" ? WireFault.Unavailable : WireFault.None;

        Assert.StartsWith("ollama-1: ", await AskAgentAsync(tiers, streaming), StringComparison.Ordinal);

        List<LedgerEntry> entries = await tiers.EntriesAsync();
        Assert.Equal(
            [("openai-1", AttemptRole.Answer, AttemptOutcome.Failed), ("ollama-1", AttemptRole.Fallback, AttemptOutcome.Succeeded), ("ollama-1", AttemptRole.Answer, AttemptOutcome.Succeeded)],
            entries.Select(static entry => (entry.Deployment!, entry.Routing!.Role, entry.Outcome)));
        Assert.Equal(entries[0].RequestId, entries[1].RequestId);
        Assert.Equal(["ollama", "ollama"], entries.Skip(1).Select(static entry => entry.Provider));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_that_one_provider_began_can_be_finished_by_another(bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "ollama-1", "openai-1");
        tiers.Provider.Script = static request => request is { Deployment: "ollama-1", ToolResult: not null } ? WireFault.CutBeforeHeaders : WireFault.None;

        Assert.StartsWith("openai-1: ", await AskAgentAsync(tiers, streaming), StringComparison.Ordinal);

        Assert.Equal(["ollama-1", "ollama-1", "openai-1"], tiers.Provider.Requests.Select(static request => request.Deployment));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_service_tier_that_served_the_request_is_in_the_ledger(bool streaming)
    {
        await using WireTiers tiers = await WireTiers.StartAsync(null, "openai-1");
        tiers.Provider.Script = static _ => new WireReply(ServiceTier: "flex");

        await tiers.AskAsync(streaming);

        Assert.Equal(ServiceTier.Flex, Assert.Single(await tiers.EntriesAsync()).ServiceTier);
    }

    private static async Task<string> AskAgentAsync(WireTiers tiers, bool streaming)
    {
        using IChatClient agent = tiers.Client.AsBuilder().UseFunctionInvocation().Build();
        return await tiers.PassTimeAsync(() => Fakes.TestMeter.CallAsync(agent, streaming, new ChatOptions { Tools = [Weather] }));
    }
}
