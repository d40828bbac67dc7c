using System.Text.Json;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Pricing.Catalogue.Import;

namespace TokenFinOps.Tests.Pricing.Catalogue;

public class CatalogueConflictsTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_disagreement_names_model_kind_and_each_sources_price()
    {
        var one = new PriceCatalogue("one", new ModelPrices("openai", "gpt-4o", Prices.Card(2.5m, 10m)) { Match = MatchRule.EqualTo("gpt-4o-2024-05-13") });
        var two = new PriceCatalogue("two", Prices.Of("openai", "gpt-4o-2024-05-13", 5m, 10m));

        PriceConflict conflict = Assert.Single(CatalogueConflicts.Find(Now, one, two));

        Assert.Equal("openai/gpt-4o-2024-05-13 input_tokens: 2.5 (one), 5 (two)", conflict.ToString());
    }

    [Fact]
    public void A_kind_that_only_one_source_prices_is_no_disagreement()
    {
        var one = new PriceCatalogue("one", new ModelPrices("p", "m", new RateCard(new Rate(UsageKind.InputTokens, 1m), new Rate(UsageKind.CacheReadTokens, 0.1m))));
        var two = new PriceCatalogue("two", Prices.Of("p", "m", 1m));

        Assert.Empty(CatalogueConflicts.Find(Now, one, two));
    }

    [Fact]
    public void Units_are_brought_together_before_prices_are_compared()
    {
        var one = new PriceCatalogue("one", new ModelPrices("p", "m", new RateCard(new Rate(UsageKind.InputAudioSeconds, 0.36m))));
        var two = new PriceCatalogue("two", new ModelPrices("p", "m", new RateCard(new Rate(UsageKind.InputAudioSeconds, 0.0001m, per: 1))));

        Assert.Empty(CatalogueConflicts.Find(Now, one, two));
    }

    [Fact]
    public void A_long_context_that_one_source_does_not_price_is_a_disagreement()
    {
        var one = new PriceCatalogue("one", new ModelPrices("p", "m", new RateCard(new Rate(UsageKind.InputTokens, 1m, null, new ContextTier(200_000, 2m)))));
        var two = new PriceCatalogue("two", Prices.Of("p", "m", 1m));

        PriceConflict conflict = Assert.Single(CatalogueConflicts.Find(Now, one, two));

        Assert.Equal((200_000L, 2m, 1m), (conflict.Threshold, conflict.Prices[0].Amount, conflict.Prices[1].Amount));
    }

    [Fact]
    public void Prices_are_compared_at_the_moment_that_is_asked_for()
    {
        var raised = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
        var dated = new PriceCatalogue("dated", new ModelPrices("p", "m", new RateCard(new Rate(UsageKind.InputTokens, 1m)), new RateCard(new Rate(UsageKind.InputTokens, 2m)) { EffectiveFrom = raised }));
        var undated = new PriceCatalogue("undated", Prices.Of("p", "m", 1m));

        Assert.Empty(CatalogueConflicts.Find(Now, dated, undated));
        Assert.Single(CatalogueConflicts.Find(raised, dated, undated));
    }

    [Fact]
    public void The_known_disagreements_of_three_public_catalogues_are_all_found()
    {
        PriceCatalogue genAi = GenAiPricesImporter.Import(CatalogueData.Read("catalogs/genai-prices.v2.json"), new RateProvenance("genai-prices")).Catalogue;
        PriceCatalogue liteLlm = LiteLlmImporter.Import(CatalogueData.Read("catalogs/litellm.model_prices_and_context_window.subset-2026-07-24.json"), new RateProvenance("litellm")).Catalogue;
        PriceCatalogue modelsDev = ModelsDevImporter.Import(CatalogueData.Read("catalogs/models.dev.json.gz"), new RateProvenance("models.dev")).Catalogue;
        IReadOnlyList<PriceConflict> found = CatalogueConflicts.Find(Now, genAi, liteLlm, modelsDev);

        foreach (JsonElement known in CatalogueData.Json("catalogs/discrepancies.json").EnumerateArray())
        {
            string model = known.GetProperty("model").GetString()!;
            UsageKind kind = known.GetProperty("field").GetString() switch
            {
                "input" => UsageKind.InputTokens,
                "output" => UsageKind.OutputTokens,
                "cache_read" => UsageKind.CacheReadTokens,
                _ => UsageKind.CacheWriteTokens,
            };
            PriceConflict? conflict = found.SingleOrDefault(conflict => conflict.Model == model && conflict.Kind == kind && conflict.Threshold == 0 && conflict.Provider == known.GetProperty("provider").GetString());
            Assert.True(conflict is not null, $"{model} {kind} was not found");
            Assert.All(
                known.GetProperty("values").EnumerateObject(),
                value => Assert.Contains(new SourcePrice(value.Name, value.Value.GetDecimal()), conflict.Prices));
        }
    }
}
