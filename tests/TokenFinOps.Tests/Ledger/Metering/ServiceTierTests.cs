using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class ServiceTierTests
{
    [Theory]
    [InlineData(null, null, "standard", 0.0025)]
    [InlineData("priority", null, "priority", 0.005)]
    [InlineData(null, "priority", "priority", 0.005)]
    [InlineData("priority", "default", "standard", 0.0025)]
    public async Task The_served_tier_wins_over_the_requested_one(string? requested, string? served, string tier, double cost)
    {
        LedgerEntry entry = await MeterAsync(requested, served);

        Assert.Equal(tier, entry.ServiceTier.Name);
        Assert.Equal((decimal)cost, entry.Cost.Effective);
    }

    [Fact]
    public async Task A_tier_without_rates_of_its_own_is_billed_at_the_standard_rates_and_marked()
    {
        LedgerEntry entry = await MeterAsync("flex", null);

        Assert.Equal(0.0025m, entry.Cost.Effective);
        Assert.True(entry.Cost.Issues.HasFlag(PricingIssues.ServiceTierAtStandardRate));
    }

    [Fact]
    public async Task The_tier_is_read_from_the_raw_response_of_a_client_library()
    {
        TestChatClient provider = TestChatClient.Answering(usage: new() { InputTokenCount = 1_000 });
        provider.Respond = static (_, _, _) =>
        {
            ChatResponse answer = TestChatClient.Answer("hi", new() { InputTokenCount = 1_000 }, "gpt-test");
            answer.RawRepresentation = new LibraryResponse("priority");
            return Task.FromResult(answer);
        };
        var meter = new TestMeter(provider);

        await meter.CallAsync(streaming: false);

        Assert.Equal(ServiceTier.Priority, (await meter.SingleEntryAsync()).ServiceTier);
    }

    private static async Task<LedgerEntry> MeterAsync(string? requested, string? served)
    {
        TestChatClient provider = new()
        {
            Respond = (_, _, _) =>
            {
                ChatResponse answer = TestChatClient.Answer("hi", new() { InputTokenCount = 1_000 }, "gpt-test");
                answer.AdditionalProperties = served is null ? null : new() { ["service_tier"] = served };
                return Task.FromResult(answer);
            },
        };
        var meter = new TestMeter(provider);
        await meter.CallAsync(streaming: false, requested is null ? null : new ChatOptions { AdditionalProperties = new() { ["service_tier"] = requested } });
        return await meter.SingleEntryAsync();
    }

    private sealed record LibraryResponse(string ServiceTier);
}
