using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Tests.Pricing.Catalogue.Import;

public class ModelsDevImporterTests
{
    [Fact]
    public void Prices_tiers_and_limits_are_read()
    {
        ModelPrices model = Single("""{"cost":{"input":5,"output":30.0,"cache_read":0.5,"reasoning":31,"tiers":[{"tier":{"size":272000},"input":10,"output":45,"cache_read":1}]},"limit":{"context":1050000,"output":128000}}""");
        RateCard card = model.CardFor(default)!;

        Assert.Equal(new Rate(UsageKind.InputTokens, 5m, null, new ContextTier(272_000, 10m)), card.Find(UsageKind.InputTokens));
        Assert.Equal(new Rate(UsageKind.OutputReasoningTokens, 31m), card.Find(UsageKind.OutputReasoningTokens));
        Assert.Equal((1_050_000L, 128_000L), (model.ContextWindow, model.MaxOutputTokens));
    }

    [Fact]
    public void The_older_form_of_long_contexts_is_read() => Assert.Equal(
        new ContextTier(200_000, 2m),
        Single("""{"cost":{"input":1,"output":1,"context_over_200k":{"input":2,"output":3}}}""").CardFor(default)!.Find(UsageKind.InputTokens)!.Tiers[0]);

    [Fact]
    public void A_mode_is_the_service_tier_that_its_request_asks_for()
    {
        ModelPrices model = Single("""{"cost":{"input":5,"output":30,"cache_read":0.5},"experimental":{"modes":{"fast":{"cost":{"input":12.5,"output":75},"provider":{"body":{"service_tier":"priority"}}}}}}""");

        Assert.Equal(12.5m, model.Input(default, ServiceTier.Priority));
        Assert.Equal(0.5m, model.CardFor(default, ServiceTier.Priority)!.Find(UsageKind.CacheReadTokens)!.Amount);
        Assert.True(model.CardFor(default, ServiceTier.Of("fast"))!.ServiceTier.IsStandard);
    }

    [Fact]
    public void A_mode_that_asks_for_no_service_tier_is_one_of_its_own_name() => Assert.Equal(
        30m,
        Single("""{"cost":{"input":5,"output":25},"experimental":{"modes":{"fast":{"cost":{"input":30,"output":150},"provider":{"body":{"speed":"fast"}}}}}}""").Input(default, ServiceTier.Of("fast")));

    [Theory]
    [InlineData("cached_input")]
    [InlineData("cache_input")]
    [InlineData("cached_write")]
    [InlineData("image")]
    public void A_mistyped_key_is_reported(string key)
    {
        ImportResult result = Import("m", """{"cost":{"input":1,"output":1,""" + "\"" + key + "\":0.1}}");

        Assert.Equal(new ImportWarning("p/m", $"cost.{key}", "not a key of models.dev; the price was left out"), Assert.Single(result.Warnings));
    }

    [Fact]
    public void A_price_of_zero_is_believed_only_of_a_name_that_says_free()
    {
        Assert.Empty(Import("m", """{"cost":{"input":0,"output":0}}""").Catalogue.Models);
        Assert.Equal("cost", Assert.Single(Import("m", """{"cost":{"input":0,"output":0}}""").Warnings).Key);
        Assert.Equal(0m, Assert.Single(Import("m:free", """{"cost":{"input":0,"output":0}}""").Catalogue.Models).Input());
        Assert.Single(Import("embedder", """{"cost":{"input":0.1,"output":0}}""").Catalogue.Models);
    }

    [Theory]
    [InlineData("""{"limit":{}}""")]
    [InlineData("""{"cost":{}}""")]
    [InlineData("""{"cost":{"input":"dear","output":-1}}""")]
    [InlineData("[]")]
    public void A_model_without_a_readable_price_is_reported_and_the_rest_loads(string model)
    {
        ImportResult result = ModelsDevImporter.Import(CatalogueData.Utf8("""{"p":{"models":{"bad":""" + model + ""","good":{"cost":{"input":1,"output":1}}}}}"""));

        Assert.NotEmpty(result.Warnings);
        Assert.Equal("good", Assert.Single(result.Catalogue.Models).Model);
    }

    [Fact]
    public void Providers_meet_under_one_id_and_are_known_by_their_addresses()
    {
        PriceCatalogue catalogue = ModelsDevImporter.Import(CatalogueData.Utf8(
            """{"amazon-bedrock":{"models":{"a":{"cost":{"input":1,"output":1}}}},"acme":{"name":"Acme","api":"https://api.acme.com/v1","models":{"b":{"cost":{"input":2,"output":1}}}}}""")).Catalogue;

        Assert.Equal("aws", catalogue.Find(new ModelReference("a", "aws.bedrock"))!.Prices.Provider);
        Assert.Equal("acme", catalogue.Find(new ModelReference("b", "openai", Endpoint: new Uri("https://api.acme.com/v1/chat")))!.Prices.Provider);
        Assert.Null(catalogue.Find(new ModelReference("b", "openai", Endpoint: new Uri("https://api.acme.com.evil.org/v1"))));
    }

    [Fact]
    public void A_file_that_is_no_catalogue_is_refused() =>
        Assert.Throws<PriceCatalogueFormatException>(static () => ModelsDevImporter.Import(CatalogueData.Utf8("[1]")));

    [Fact]
    public void The_public_catalogue_loads_and_reports_its_21_mistyped_keys()
    {
        ImportResult result = ModelsDevImporter.Import(CatalogueData.Read("catalogs/models.dev.json.gz"));

        Assert.True(result.Catalogue.Models.Length > 4_000);
        Assert.Equal(21, result.Warnings.Count(static warning => warning.Key is "cost.cached_input" or "cost.cache_input" or "cost.cached_write"));
    }

    private static ModelPrices Single(string model) => Assert.Single(Import("m", model).Catalogue.Models);

    private static ImportResult Import(string id, string model) => ModelsDevImporter.Import(CatalogueData.Utf8("{\"p\":{\"models\":{\"" + id + "\":" + model + "}}}"));
}
