using TokenFinOps.Ledger;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Focus;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Focus;

/// <summary>The prompt-cache examples of the FOCUS 1.5 draft, from usage to rows.</summary>
public sealed class PromptCacheSampleTests
{
    private const string Model = "solora-reasoning-pro";

    private static readonly DateTimeOffset January = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Compared =
    [
        "ChargeCategory", "ConsumedUnit", "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "BilledCost", "ListCost", "ListUnitPrice", "PricingCategory", "PricingQuantity",
        "PricingUnit", "ConsumedQuantity", "ServiceCategory", "ServiceSubcategory", "BillingPeriodStart", "BillingPeriodEnd", "ChargeFrequency",
    ];

    [Fact]
    public async Task Sample_a_with_writes_on_a_meter_of_their_own()
    {
        RateCard card = new(new Rate(UsageKind.InputTokens, 3m), new Rate(UsageKind.CacheWriteTokens, 3.75m), new Rate(UsageKind.CacheReadTokens, 0.30m), new Rate(UsageKind.OutputTokens, 15m));

        FocusRow[] rows = await FocusRows.ExportAsync(Options(true), Call(card, Usage.Of(input: 10_500_000, cached: 8_000_000, cacheWrite: 2_000_000, output: 1_500_000)));

        decimal inputSide = rows.Where(static row => row.SkuPriceDetails!.Contains("\"TokenDirection\":\"Input\"", StringComparison.Ordinal)).Sum(static row => row.BilledCost);
        Assert.Equal((33.90m, 11.40m, 20.10m), (rows.Sum(static row => row.BilledCost), inputSide, (10.5m * 3m) - inputSide));
        AssertSample("ai_prompt_caching_a.csv", rows);
    }

    [Fact]
    public async Task Sample_b_with_storage_by_the_token_hour()
    {
        RateCard card = new(new Rate(UsageKind.InputTokens, 3m), new Rate(UsageKind.CacheReadTokens, 0.30m), new Rate(UsageKind.OutputTokens, 15m));
        FocusExportOptions options = Options(false);
        options.Charges.Add(new FocusCharge
        {
            Category = FocusChargeCategory.Usage,
            Description = "Context cache storage",
            Provider = "solora",
            Start = January,
            End = January.AddMonths(1),
            PricingQuantity = 6m,
            PricingUnit = "1000000 Token-Hours",
            ListUnitPrice = 1m,
            ConsumedQuantity = 6_000_000m,
            ConsumedUnit = "Token-Hours",
            SkuId = $"solora/{Model}/cache_storage",
            SkuMeter = "Context Cache Storage",
        });

        FocusRow[] rows = await FocusRows.ExportAsync(options, Call(card, Usage.Of(input: 10_500_000, cached: 8_000_000, output: 1_500_000)));

        decimal output = rows.Single(static row => row.SkuMeter == "Output Tokens").BilledCost;
        decimal total = rows.Sum(static row => row.BilledCost);
        Assert.Equal((38.40m, 15.90m), (total, total - output));
        AssertSample("ai_prompt_caching_b.csv", rows);
    }

    // The sample's tokens, properties and prices; its own names of SKUs and its whole-month charge periods are the provider's.
    private static void AssertSample(string name, FocusRow[] rows)
    {
        (string[] columns, List<string?[]> sample) = FocusData.Sample(Path.Combine("focus-1.5-draft", name));
        FocusSchema schema = FocusSchema.For(FocusVersion.V1_5Draft);
        Assert.Equal(sample.Count, rows.Length);
        foreach (string?[] expected in sample)
        {
            decimal price = decimal.Parse(expected[Array.IndexOf(columns, "ListUnitPrice")]!, System.Globalization.CultureInfo.InvariantCulture);
            FocusRow row = rows.Single(each => each.ListUnitPrice == price);
            Assert.All(Compared, column => AssertSame(expected[Array.IndexOf(columns, column)], schema.Columns.Single(each => each.Name == column), row));
            string? details = expected[Array.IndexOf(columns, "SkuPriceDetails")];
            Assert.All(
                new[] { "TokenDirection", "TokenCacheAction" },
                key => Assert.Equal(Property(details, key), Property(row.SkuPriceDetails, key)));
        }
    }

    private static void AssertSame(string? expected, FocusColumn column, FocusRow row)
    {
        if (column.Type == FocusColumnType.Number)
        {
            Assert.Equal(decimal.Parse(expected!, System.Globalization.CultureInfo.InvariantCulture), column.NumberOf(row));
        }
        else
        {
            Assert.Equal(expected, column.Format(row));
        }
    }

    private static string? Property(string? json, string key)
    {
        if (json is null)
        {
            return null;
        }

        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty(key, out System.Text.Json.JsonElement value) ? value.GetString() : null;
    }

    private static FocusExportOptions Options(bool writesApart) => FocusRows.Options(options =>
    {
        options.Version = FocusVersion.V1_5Draft;
        options.Providers["solora"] = new FocusProvider("Solora AI") { Developer = "Solora AI" };
        options.DescribeModel = (_, _) => new FocusModelFacts { Family = "Solora Reasoning", Version = "3.0", BillsCacheWritesApart = writesApart };
    });

    private static LedgerEntry Call(RateCard card, Usage usage) =>
        EntryBuilder.Attempt(0m, January.AddHours(5)) with { Provider = "solora", Model = Model, Usage = usage, Cost = CostCalculator.Price(usage, card) };
}
