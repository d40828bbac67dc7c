using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

public class ShippedCatalogueTests
{
    [Fact]
    public void It_is_dated_and_names_its_sources_with_their_licences()
    {
        PriceCatalogue shipped = PriceCatalogue.Shipped;

        Assert.Equal(("shipped-2026-08-21", new DateOnly(2026, 8, 21)), (shipped.Version, shipped.Date));
        Assert.Equal(3, shipped.Sources.Length);
        Assert.All(shipped.Sources, static source => Assert.Equal("MIT", source.Licence));
        Assert.True(shipped.Models.Length > 1_400);
    }

    [Fact]
    public void Every_rate_says_where_it_comes_from() => Assert.All(
        PriceCatalogue.Shipped.Models.SelectMany(static model => model.Cards),
        static card => Assert.True(card.Provenance is { Catalogue.Length: > 0, Url.Length: > 0, CheckedOn: not null, Licence: "MIT" }));

    [Fact]
    public void Every_model_of_it_finds_itself() => Assert.All(
        PriceCatalogue.Shipped.Models,
        static model => Assert.Same(model, PriceCatalogue.Shipped.Find(new ModelReference(model.Model, model.Provider))?.Prices));

    [Fact]
    public void An_error_of_the_base_source_is_corrected_by_two_others()
    {
        RateCard card = Card("openai", "gpt-4o-2024-05-13");

        Assert.Equal((5m, 15m), (card.Find(UsageKind.InputTokens)!.Amount, card.Find(UsageKind.OutputTokens)!.Amount));
        Assert.Contains("against genai-prices", card.Provenance.Catalogue, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_contexts_that_the_base_source_left_out_are_priced() => Assert.Equal(new ContextTier(272_000, 10m), Card("openai", "gpt-5.5").Find(UsageKind.InputTokens)!.Tiers[0]);

    [Fact]
    public void Prices_change_on_their_day()
    {
        ModelPrices sonnet = PriceCatalogue.Shipped.Find(new ModelReference("claude-sonnet-5", "anthropic"))!.Prices;

        Assert.Equal(2m, sonnet.Input(new DateTimeOffset(2026, 8, 31, 23, 59, 59, TimeSpan.Zero)));
        Assert.Equal(3m, sonnet.Input(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Service_tiers_and_regions_are_priced_where_the_sources_agree()
    {
        DateTimeOffset moment = new(2026, 8, 21, 0, 0, 0, TimeSpan.Zero);
        ModelPrices model = PriceCatalogue.Shipped.Find(new ModelReference("gpt-5.5", "openai"))!.Prices;

        Assert.Equal(2.5m, model.Input(moment, ServiceTier.Batch));
        Assert.Equal(2.5m, model.Input(moment, ServiceTier.Flex));
        Assert.Equal(1.1m, model.CardFor(moment)!.RegionMultipliers["EU"]);
        Assert.True(model.CardFor(moment, ServiceTier.Priority)!.ServiceTier.IsStandard);
    }

    [Fact]
    public void Free_models_are_free_and_models_without_a_price_are_unpriced()
    {
        Usage usage = Usage.Of(input: 1_000, output: 10);

        Assert.Equal(0m, CostCalculator.Price(usage, Card("openrouter", "deepseek/deepseek-r1:free")).List);
        Assert.Equal(PricingStatus.Unpriced, CostCalculator.Price(usage, Card("cerebras", "qwen-3-coder-480b")).Status);
    }

    [Fact]
    public void Limits_are_known_for_the_models_most_people_use() => Assert.All(
        [("openai", "gpt-4o"), ("openai", "gpt-5.5"), ("anthropic", "claude-opus-4-5"), ("google", "gemini-2.5-pro")],
        static name => Assert.True(PriceCatalogue.Shipped.Find(new ModelReference(name.Item2, name.Item1))!.Prices is { ContextWindow: > 0, MaxOutputTokens: > 0 }));

    private static RateCard Card(string provider, string model) =>
        PriceCatalogue.Shipped.Find(new ModelReference(model, provider))!.Prices.CardFor(new DateTimeOffset(2026, 8, 21, 0, 0, 0, TimeSpan.Zero))!;
}
