using System.Text.Json;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Fakes;

namespace TokenFinOps.Tests.Ledger.Metering;

public sealed class ReportedCostTests
{
    [Fact]
    public async Task The_providers_own_figure_is_not_taken_unless_the_user_trusts_it() =>
        Assert.Equal(0.0025m, (await MeterAsync(0.42, trust: false)).Cost.Effective);

    [Fact]
    public async Task The_providers_own_figure_is_taken_where_the_user_trusts_it()
    {
        LedgerEntry entry = await MeterAsync(0.000102, trust: true);

        Assert.Equal(0.000102m, entry.Cost.Effective);
        Assert.True(entry.Cost.IsProviderReported);
    }

    [Fact]
    public async Task A_figure_in_json_is_read_exactly()
    {
        using JsonDocument document = JsonDocument.Parse("0.12345678901234567890");

        Assert.Equal(0.12345678901234567890m, (await MeterAsync(document.RootElement, trust: true)).Cost.Effective);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.0)]
    [InlineData("free of charge")]
    public async Task A_figure_that_is_no_amount_is_marked_and_the_catalogue_prices_the_call(object figure)
    {
        LedgerEntry entry = await MeterAsync(figure, trust: true);

        Assert.Equal(0.0025m, entry.Cost.Effective);
        Assert.True(entry.Cost.Issues.HasFlag(PricingIssues.InvalidReportedCost));
    }

    [Fact]
    public async Task A_discount_applies_to_the_providers_figure_too() =>
        Assert.Equal(
            0.09m,
            (await MeterAsync(
                0.1m, trust: true, static options => options.Terms = new() { Adjustment = new PriceAdjustment { DiscountPercent = 10 } })).Cost.Effective);

    private static async Task<LedgerEntry> MeterAsync(object cost, bool trust, Action<MeteringOptions>? configure = null)
    {
        var provider = new TestChatClient
        {
            Respond = (_, _, _) =>
            {
                ChatResponse answer = TestChatClient.Answer("hi", new() { InputTokenCount = 1_000 }, "gpt-test");
                answer.AdditionalProperties = new() { ["cost"] = cost };
                return Task.FromResult(answer);
            },
        };
        var meter = new TestMeter(provider, options =>
        {
            options.TrustReportedCost = trust;
            configure?.Invoke(options);
        });
        await meter.CallAsync(streaming: false);
        return await meter.SingleEntryAsync();
    }
}
