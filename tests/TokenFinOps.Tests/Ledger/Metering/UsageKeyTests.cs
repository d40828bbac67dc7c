using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class UsageKeyTests
{
    [Theory]
    [InlineData("CacheCreationInputTokens", UsageKind.CacheWriteTokens)]
    [InlineData("cache_creation_input_tokens", UsageKind.CacheWriteTokens)]
    [InlineData("InputTokenDetails.AudioTokenCount", UsageKind.InputAudioTokens)]
    [InlineData("OutputTokenDetails.AudioTokenCount", UsageKind.OutputAudioTokens)]
    [InlineData("web_search_requests", UsageKind.WebSearches)]
    public async Task Counts_without_a_property_are_read_by_their_usual_keys(string key, UsageKind kind) =>
        Assert.Equal(7m, (await MeterAsync(new() { InputTokenCount = 100, OutputTokenCount = 50, AdditionalCounts = new() { [key] = 7 } })).Usage[kind]);

    [Fact]
    public async Task Cache_writes_of_both_lifetimes_make_up_the_cache_writes()
    {
        LedgerEntry entry = await MeterAsync(new()
        {
            InputTokenCount = 100,
            OutputTokenCount = 50,
            AdditionalCounts = new() { ["ephemeral_5m_input_tokens"] = 7, ["ephemeral_1h_input_tokens"] = 5 },
        });

        Assert.Equal(12m, entry.Usage[UsageKind.CacheWriteTokens]);
        Assert.Equal(5m, entry.Usage[UsageKind.CacheWrite1hTokens]);
        Assert.Equal(((88 * 2.5m) + (12 * 3m) + (50 * 10m)) / 1_000_000m, entry.Cost.Effective);
    }

    [Fact]
    public async Task A_count_that_comes_under_two_names_is_counted_once() =>
        Assert.Equal(
            40m,
            (await MeterAsync(new()
            {
                InputTokenCount = 100,
                OutputTokenCount = 50,
                CachedInputTokenCount = 40,
                AdditionalCounts = new() { ["cache_read_input_tokens"] = 40 },
            })).Usage[UsageKind.CacheReadTokens]);

    [Fact]
    public async Task A_key_of_ones_own_can_be_given_a_meaning() =>
        Assert.Equal(
            3m,
            (await MeterAsync(
                new() { InputTokenCount = 100, OutputTokenCount = 50, AdditionalCounts = new() { ["lookups"] = 3 } },
                static options => options.UsageKeys.Map("lookups", UsageKind.StorageSearches))).Usage[UsageKind.StorageSearches]);

    private static async Task<LedgerEntry> MeterAsync(UsageDetails usage, Action<MeteringOptions>? configure = null)
    {
        var meter = new TestMeter(TestChatClient.Answering(usage: usage), configure);
        await meter.CallAsync(streaming: false);
        return await meter.SingleEntryAsync();
    }
}
