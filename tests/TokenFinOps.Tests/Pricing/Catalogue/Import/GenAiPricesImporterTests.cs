using CsCheck;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Tests.Pricing.Catalogue.Import;

public class GenAiPricesImporterTests
{
    private static readonly DateTimeOffset Moment = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Prices_tiers_and_limits_are_read()
    {
        ModelPrices model = Single("""{"id":"m","context_window":200000,"match":{"starts_with":"m-"},"prices":{"input_mtok":{"base":0.10,"tiers":[{"start":1000000,"price":4e-01},{"start":200000,"price":"0.2"}]},"web_searches_kcount":10}}""");
        RateCard card = model.CardFor(Moment)!;

        Assert.Equal(new Rate(UsageKind.InputTokens, 0.1m, null, new ContextTier(200_000, 0.2m), new ContextTier(1_000_000, 0.4m)), card.Find(UsageKind.InputTokens));
        Assert.Equal(new Rate(UsageKind.WebSearches, 10m), card.Find(UsageKind.WebSearches));
        Assert.Equal(200_000, model.ContextWindow);
        Assert.True(model.Match!.Matches("m-2"));
        Assert.Equal(new RateProvenance("genai-prices", "https://p.example/prices", null, "MIT"), card.Provenance);
    }

    [Fact]
    public void A_price_holds_from_its_day_on()
    {
        ModelPrices model = Single("""{"id":"m","prices":[{"prices":{"input_mtok":10}},{"constraint":{"start_date":"2026-03-13"},"prices":{"input_mtok":5}}]}""");

        Assert.Equal(10m, model.Input(new DateTimeOffset(2026, 3, 12, 23, 59, 59, TimeSpan.Zero)));
        Assert.Equal(5m, model.Input(new DateTimeOffset(2026, 3, 13, 0, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("00:30:00Z", "16:30:00Z", "00:29", 1)]
    [InlineData("00:30:00Z", "16:30:00Z", "00:30", 2)]
    [InlineData("00:30:00Z", "16:30:00Z", "16:30", 1)]
    [InlineData("16:30:00Z", "00:30:00Z", "23:00", 2)]
    [InlineData("16:30:00Z", "00:30:00Z", "00:10", 2)]
    [InlineData("16:30:00Z", "00:30:00Z", "12:00", 1)]
    [InlineData("08:30:00+08:00", "00:30:00+08:00", "16:29", 2)]
    [InlineData("08:30:00+08:00", "00:30:00+08:00", "16:31", 1)]
    public void A_price_for_a_part_of_the_day_holds_there_also_past_midnight(string start, string end, string time, int price)
    {
        ModelPrices model = Single(
            "{\"id\":\"m\",\"prices\":[{\"prices\":{\"input_mtok\":1}},{\"constraint\":{\"start_time\":\"" + start + "\",\"end_time\":\"" + end + "\"},\"prices\":{\"input_mtok\":2}}]}");

        Assert.Equal(price, model.Input(DateTimeOffset.Parse($"2026-08-21T{time}Z", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Any_list_of_conditions_prices_as_the_last_that_applies_else_the_first() => Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[0, 23], Gen.Int[0, 23]).Array[1, 6],
        Gen.Int[-5, 50],
        Gen.Int[0, 23]).Sample(
        static (entries, day, hour) =>
        {
            var origin = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            DateTimeOffset moment = origin.AddDays(day).AddHours(hour);
            int expected = 0;
            var texts = new List<string>();
            for (int i = 0; i < entries.Length; i++)
            {
                (int kind, int start, int from, int to) = entries[i];
                to = from == to ? (to + 1) % 24 : to;
                string constraint = kind switch
                {
                    0 => string.Empty,
                    1 or 2 => $"\"constraint\":{{\"start_date\":\"{origin.AddDays(start):yyyy-MM-dd}\"}},",
                    _ => $"\"constraint\":{{\"start_time\":\"{from:00}:00:00Z\",\"end_time\":\"{to:00}:00:00Z\"}},",
                };
                bool applies = kind switch
                {
                    0 => true,
                    1 or 2 => day >= start,
                    _ => from < to ? hour >= from && hour < to : hour >= from || hour < to,
                };
                expected = applies ? i : expected;
                texts.Add($"{{{constraint}\"prices\":{{\"input_mtok\":{i}}}}}");
            }

            Assert.Equal(expected, Single($"{{\"id\":\"m\",\"prices\":[{string.Join(',', texts)}]}}").Input(moment));
        },
        iter: 2_000,
        seed: "0000kAtA10g3");

    [Fact]
    public void Providers_come_with_their_addresses_names_and_fallbacks()
    {
        CatalogueProvider provider = Import("""{"id":"m","prices":{"input_mtok":1}}""").Catalogue.Providers[0];

        Assert.True(provider.EndpointMatch!.Matches("https://api.p.example/v1"));
        Assert.False(provider.EndpointMatch.Matches("https://proxy.example/https://api.p.example"));
        Assert.True(provider.ModelMatch!.Matches("p-9"));
        Assert.Equal(["openai"], provider.FallbackProviders);
    }

    [Theory]
    [InlineData("""{"id":"m:free","prices":{}}""", true)]
    [InlineData("""{"id":"m","name":"M (free)","prices":{}}""", true)]
    [InlineData("""{"id":"m","description":"All of it is free of charge","prices":{}}""", true)]
    [InlineData("""{"id":"m","prices":{}}""", false)]
    public void A_model_without_prices_is_free_only_where_the_source_says_so(string model, bool isFree)
    {
        ImportResult result = Import(model);
        CostBreakdown cost = CostCalculator.Price(Usage.Of(input: 100, output: 10), result.Catalogue.Models[0].CardFor(Moment)!);

        Assert.Equal(isFree ? 0m : null, cost.List);
        Assert.Equal(isFree, result.Warnings.IsEmpty);
    }

    [Theory]
    [InlineData("""{"id":"bad","prices":{"wishes_mtok":1,"input_mtok":1}}""", "wishes_mtok")]
    [InlineData("""{"id":"bad","prices":{"input_mtok":-1,"output_mtok":1}}""", "input_mtok")]
    [InlineData("""{"id":"bad","prices":{"input_mtok":true,"output_mtok":1}}""", "input_mtok")]
    [InlineData("""{"id":"bad","prices":{"input_mtok":{"base":1,"tiers":[{"start":-5,"price":1}]}}}""", "input_mtok")]
    [InlineData("""{"id":"bad","prices":[{"constraint":{"moon":"full"},"prices":{"input_mtok":1}},{"prices":{"input_mtok":2}}]}""", "constraint")]
    [InlineData("""{"id":"bad","match":{"sounds_like":"x"},"prices":{"input_mtok":1}}""", "match")]
    [InlineData("""{"id":"bad","match":{"regex":"("},"prices":{"input_mtok":1}}""", "match")]
    [InlineData("""{"id":"bad"}""", "prices")]
    [InlineData("""{"id":"bad","prices":7}""", "prices")]
    [InlineData("""{"prices":{"input_mtok":1}}""", "models")]
    [InlineData("7", "models")]
    public void A_malformed_model_is_reported_and_the_rest_loads(string model, string key)
    {
        ImportResult result = Import(model + """,{"id":"good","prices":{"input_mtok":1}}""");

        Assert.Contains(result.Warnings, warning => warning.Key == key);
        Assert.Contains(result.Catalogue.Models, static model => model.Model == "good");
    }

    [Fact]
    public void A_key_that_stands_twice_counts_once() => Assert.Equal(2m, Single("""{"id":"m","prices":{"input_mtok":1,"input_mtok":2}}""").Input(Moment));

    [Theory]
    [InlineData("[{", "not valid JSON at line 1, byte")]
    [InlineData("{}", "begins with a JSON object where a JSON array is expected")]
    [InlineData("<!DOCTYPE html>", "web page")]
    public void A_malformed_file_is_named_with_place_and_cure(string json, string expected)
    {
        PriceCatalogueFormatException fault = Assert.Throws<PriceCatalogueFormatException>(() => GenAiPricesImporter.Import(CatalogueData.Utf8(json), new RateProvenance("my prices")));

        Assert.StartsWith("my prices ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_with_a_byte_order_mark_is_read()
    {
        using var stream = new MemoryStream([0xEF, 0xBB, 0xBF, .. """[{"id":"p","models":[{"id":"m","prices":{"input_mtok":1}}]}]"""u8]);

        ImportResult result = await GenAiPricesImporter.ImportAsync(stream, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Single(result.Catalogue.Models);
    }

    private static ModelPrices Single(string model) => Assert.Single(Import(model).Catalogue.Models);

    private static ImportResult Import(string model) => GenAiPricesImporter.Import(CatalogueData.Utf8(
        """[{"id":"p","name":"P","pricing_urls":["https://p.example/prices"],"api_pattern":"https://api\\.p\\.example","model_match":{"starts_with":"p-"},"fallback_model_providers":["openai"],"models":["""
        + model + "]}]"));
}
