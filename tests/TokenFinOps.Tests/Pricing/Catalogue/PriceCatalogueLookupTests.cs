using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

public class PriceCatalogueLookupTests
{
    private static readonly ModelReference Known = new("azure/gpt-4o-2024-08-06", "azure.ai.openai", "prod", new Uri("https://acme.openai.azure.com/"));
    private static readonly ModelReference Unknown = new("no-such-model", "openai");

    [Fact]
    public void A_repeated_look_up_allocates_nothing_whether_the_model_is_known_or_not()
    {
        PriceCatalogue catalogue = PriceCatalogue.Shipped;
        LookUp(catalogue, 200);

        long before = GC.GetAllocatedBytesForCurrentThread();
        LookUp(catalogue, 1_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_repeated_look_up_gives_the_same_answer() => Assert.Same(PriceCatalogue.Shipped.Find(Known), PriceCatalogue.Shipped.Find(Known));

    [Fact]
    public void Names_without_end_do_not_push_out_right_answers()
    {
        var catalogue = new PriceCatalogue("test", Prices.Of("openai", "a", 1m));

        for (int i = 0; i < 20_000; i++)
        {
            Assert.Null(catalogue.Find(new ModelReference($"name-{i}", "openai")));
        }

        Assert.Equal(1m, catalogue.Find(new ModelReference("a", "openai"))!.Input());
    }

    [Fact]
    public void References_that_differ_in_one_part_are_kept_apart()
    {
        PriceCatalogue catalogue = PriceCatalogue.Shipped.With(PriceOverride.ForDeployment("mine", Prices.Card(0.5m)));
        var reference = new ModelReference("openai/gpt-oss-120b", "openai");

        Assert.Equal("openai", catalogue.Find(reference)?.Prices.Provider);
        Assert.Equal("groq", catalogue.Find(reference with { Endpoint = new Uri("https://api.groq.com") })?.Prices.Provider);
        Assert.Equal("groq", catalogue.Find(reference with { Provider = "groq" })?.Prices.Provider);
        Assert.Equal(0.5m, catalogue.Find(reference with { Deployment = "mine" })?.Input());
    }

    [Fact]
    public void Of_two_models_with_one_name_the_first_counts()
    {
        var catalogue = new PriceCatalogue("test", Prices.Of("openai", "a", 1m), Prices.Of("openai", "A", 2m));

        Assert.Equal(1m, catalogue.Find(new ModelReference("a", "openai"))!.Input());
    }

    [Fact]
    public void The_first_rule_in_catalogue_order_wins_and_an_exact_name_before_any_rule()
    {
        var catalogue = new PriceCatalogue(
            "test",
            new ModelPrices("p", "first", Prices.Card(1m)) { Match = MatchRule.Contains("x") },
            new ModelPrices("p", "second", Prices.Card(2m)) { Match = MatchRule.StartsWith("x") },
            Prices.Of("p", "xx", 3m));

        Assert.Equal((1m, PriceMatchKind.Alias), (catalogue.Find(new ModelReference("x-1", "p"))!.Input(), catalogue.Find(new ModelReference("x-1", "p"))!.Kind));
        Assert.Equal((3m, PriceMatchKind.Exact), (catalogue.Find(new ModelReference("XX", "p"))!.Input(), catalogue.Find(new ModelReference("XX", "p"))!.Kind));
    }

    private static void LookUp(PriceCatalogue catalogue, int times)
    {
        for (int i = 0; i < times; i++)
        {
            catalogue.Find(Known);
            catalogue.Find(Unknown);
        }
    }
}
