using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Focus;

public sealed class FocusMeterTests
{
    [Theory]
    [InlineData(UsageKind.Requests, "Requests", "1000 Requests", null)]
    [InlineData(UsageKind.InputCharacters, "Input Characters", "1000000 Characters", null)]
    [InlineData(UsageKind.WebSearches, "Web Searches", "1000 Searches", null)]
    [InlineData(UsageKind.OutputVideoSeconds, "Output Video Seconds", "Hours", null)]
    [InlineData(UsageKind.InputPixels, "Input Pixels", "1000000000 Pixels", null)]
    [InlineData(UsageKind.InputAudioTokens, "Audio Input Tokens", "1000000 Tokens", "\"x_TokenDirection\":\"Input\",\"x_TokenModality\":\"Audio\"")]
    [InlineData(UsageKind.CacheWrite1hTokens, "Cache Write Input Tokens (1 Hour)", "1000000 Tokens", "\"x_TokenDirection\":\"Input\",\"x_TokenCacheAction\":\"Write\",\"x_TokenCacheLifetime\":\"1h\"")]
    [InlineData(UsageKind.CacheImageReadTokens, "Image Cache Read Input Tokens", "1000000 Tokens", "\"x_TokenCacheAction\":\"Read\",\"x_TokenModality\":\"Image\"")]
    [InlineData(UsageKind.OutputReasoningTokens, "Reasoning Output Tokens", "1000000 Tokens", "\"x_TokenDirection\":\"Output\",\"x_TokenType\":\"Reasoning\"")]
    [InlineData(UsageKind.OutputAudioCitationTokens, "Audio Citation Output Tokens", "1000000 Tokens", "\"x_TokenDirection\":\"Output\",\"x_TokenModality\":\"Audio\",\"x_TokenType\":\"Citation\"")]
    public async Task A_kind_of_usage_has_a_meter_a_unit_and_properties(UsageKind kind, string meter, string unit, string? details)
    {
        FocusRow row = await RowOf(kind);

        Assert.Equal((meter, unit), (row.SkuMeter, row.PricingUnit));
        Assert.Contains(details ?? "{\"x_ModelDeveloper\":\"OpenAI\",\"x_ModelId\":\"gpt-x\",\"x_ServiceTier\":\"standard\"}", row.SkuPriceDetails, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_has_a_meter_of_its_own_and_the_model_objects_to_none()
    {
        List<FocusRow> rows = [];
        foreach (UsageKind kind in UsageKinds.All)
        {
            rows.Add(await RowOf(kind));
        }

        Assert.Equal(63, rows.Select(static row => row.SkuMeter).Distinct().Count());
        Assert.Equal(63, rows.Select(static row => row.SkuId).Distinct().Count());
        Assert.Empty(FocusRows.Violations(FocusRows.Options(), rows));
    }

    [Theory]
    [InlineData("claude-x", null, true)]
    [InlineData("gpt-x", null, false)]
    [InlineData("gpt-x", true, true)]
    [InlineData("claude-x", false, false)]
    public async Task Input_is_called_uncached_only_where_writes_have_a_meter_of_their_own(string model, bool? isKnown, bool isUncached)
    {
        FocusExportOptions options = FocusRows.Options(options => options.DescribeModel = (_, _) => new FocusModelFacts { BillsCacheWritesApart = isKnown });

        FocusRow row = (await FocusRows.ExportAsync(options, Entry(UsageKind.InputTokens) with { Model = model }))[0];

        Assert.Equal(isUncached, row.SkuPriceDetails!.Contains("\"x_TokenCacheAction\":\"Uncached\"", StringComparison.Ordinal));
    }

    private static async Task<FocusRow> RowOf(UsageKind kind) => Assert.Single(await FocusRows.ExportAsync(FocusRows.Options(), Entry(kind)));

    private static LedgerEntry Entry(UsageKind kind)
    {
        var line = new CostLine(kind, kind.QuotedPer(), 2.5m, kind.QuotedPer());
        return EntryBuilder.Attempt() with { Usage = Usage.None, Cost = new CostBreakdown(PricingStatus.Priced, line.Cost, line.Cost, "USD", [line]) };
    }
}
