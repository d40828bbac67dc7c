using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class StatedProviderTests
{
    private static readonly UsageDetails Usage = new() { InputTokenCount = 1_000_000 };

    [Theory]
    [InlineData("http://127.0.0.1:4000/v1")]
    [InlineData("http://litellm.internal/v1")]
    [InlineData("https://openrouter.ai/api/v1")]
    public async Task A_proxy_is_priced_as_the_provider_that_the_user_names(string address)
    {
        LedgerTotals total = await MeterAsync(address, static options => options.Provider = "openai");

        Assert.Equal(0, total.Unpriced);
        Assert.Equal(0.15m, total.EffectiveCost);
    }

    [Fact]
    public async Task A_private_address_is_unpriced_until_a_provider_is_named()
    {
        LedgerTotals total = await MeterAsync("http://127.0.0.1:4000/v1", null);

        Assert.Equal(1, total.Unpriced);
    }

    private static async Task<LedgerTotals> MeterAsync(string address, Action<MeteringOptions>? configure)
    {
        TestChatClient provider = TestChatClient.Answering(usage: Usage, model: "gpt-4o-mini-2024-07-18");
        provider.Metadata = new ChatClientMetadata("openai", new Uri(address), "gpt-4o-mini");
        var services = new ServiceCollection();
        services.AddTokenFinOps();
        services.AddChatClient(provider).UseTokenFinOps(configure);
        await using ServiceProvider built = services.BuildServiceProvider();

        await TestMeter.CallAsync(built.GetRequiredService<IChatClient>(), streaming: false);

        LedgerReport report = await built.GetRequiredService<ICostLedger>().QueryAsync(LedgerQuery.All, TestContext.Current.CancellationToken);
        return Assert.Single(report.Totals);
    }
}
