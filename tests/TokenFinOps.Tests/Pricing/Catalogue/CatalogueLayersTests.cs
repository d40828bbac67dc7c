using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

public class CatalogueLayersTests
{
    [Fact]
    public void What_the_upper_catalogue_knows_stands_and_what_it_lacks_is_filled()
    {
        var upper = new PriceCatalogue("upper", Prices.Of("openai", "a", 1m));
        var lower = new PriceCatalogue("lower", Prices.Of("openai", "a", 9m), Prices.Of("openai", "b", 2m), Prices.Of("groq", "c", 3m));

        PriceCatalogue filled = upper.FilledFrom(lower);

        Assert.Equal(
            [1m, 2m, 3m],
            [filled.Find(new ModelReference("a", "openai"))!.Input(), filled.Find(new ModelReference("b", "openai"))!.Input(), filled.Find(new ModelReference("c", "groq"))!.Input()]);
        Assert.Equal("upper+lower", filled.Version);
    }

    [Fact]
    public void A_name_that_the_upper_catalogue_knows_by_a_rule_is_not_shadowed_by_an_exact_one_below()
    {
        var upper = new PriceCatalogue("upper", new ModelPrices("openai", "gpt-4o", Prices.Card(1m)) { Match = MatchRule.StartsWith("gpt-4o-2024") });
        var lower = new PriceCatalogue("lower", Prices.Of("openai", "gpt-4o-2024-08-06", 9m));

        Assert.Equal(1m, upper.FilledFrom(lower).Find(new ModelReference("gpt-4o-2024-08-06", "openai"))!.Input());
    }

    [Fact]
    public void Limits_and_rules_are_filled_for_the_same_model()
    {
        var upper = new PriceCatalogue("upper", new ModelPrices("openai", "a", Prices.Card(1m)) { ContextWindow = 100 });
        var lower = new PriceCatalogue("lower", new ModelPrices("openai", "A", Prices.Card(2m)) { ContextWindow = 5, MaxOutputTokens = 50, Match = MatchRule.EqualTo("alias") });

        PriceMatch match = upper.FilledFrom(lower).Find(new ModelReference("alias", "openai"))!;

        Assert.Equal((100L, 50L, 1m), (match.Prices.ContextWindow, match.Prices.MaxOutputTokens, match.Input()));
    }

    [Fact]
    public void Providers_are_merged_so_that_addresses_and_fallbacks_survive()
    {
        var upper = new PriceCatalogue("upper", Prices.Of("azure", "x", 1m));
        PriceCatalogue filled = upper.FilledFrom(PriceCatalogue.Shipped);

        Assert.Equal("openai", filled.Find(new ModelReference("gpt-4o", Endpoint: new Uri("https://acme.openai.azure.com")))?.Prices.Provider);
    }

    [Fact]
    public void Overrides_win_in_a_filled_catalogue()
    {
        PriceCatalogue upper = PriceCatalogue.Empty.With(PriceOverride.ForModel("openai", "gpt-4o", Prices.Card(7m)));

        Assert.Equal(7m, upper.FilledFrom(PriceCatalogue.Shipped).Find(new ModelReference("gpt-4o", "openai"))!.Input());
    }
}
