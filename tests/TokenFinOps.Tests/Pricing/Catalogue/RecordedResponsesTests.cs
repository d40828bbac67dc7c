using System.Text.Json;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

/// <summary>The names in recorded responses of 30 providers, against the model that genai-prices billed them as.</summary>
public class RecordedResponsesTests
{
    [Fact]
    public void Every_recorded_name_leads_to_the_model_that_it_was_billed_as()
    {
        var disagreements = new SortedSet<string>();
        int cases = 0;
        foreach (JsonElement recorded in CatalogueData.Json("real_responses.json.gz").GetProperty("cases").EnumerateArray())
        {
            cases++;
            string provider = recorded.GetProperty("provider").GetString()!;
            string name = recorded.GetProperty("model").GetString()!;
            string expected = recorded.GetProperty("modelId").GetString()!;
            PriceMatch? match = PriceCatalogue.Shipped.Find(new ModelReference(name, provider));
            if (match?.Prices.Model != expected)
            {
                disagreements.Add($"{provider}: {name} -> {match?.Prices.Model ?? "unknown"}, billed as {expected}");
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{cases} recorded names, {disagreements.Count} disagreements");
        Assert.True(cases > 500, $"only {cases} cases");
        Assert.Empty(disagreements);
    }

    [Fact]
    public void Every_model_of_the_catalogue_finds_itself()
    {
        var lost = new List<string>();
        foreach (JsonElement swept in CatalogueData.Json("catalog_sweep.json.gz").GetProperty("cases").EnumerateArray())
        {
            string provider = swept.GetProperty("provider").GetString()!;
            string name = swept.GetProperty("model").GetString()!;
            PriceMatch? match = PriceCatalogue.Shipped.Find(new ModelReference(name, provider));
            if (match?.Prices.Provider != provider || match.Prices.Model != name || match.Kind != PriceMatchKind.Exact)
            {
                lost.Add($"{provider}/{name} -> {match?.Prices.Provider}/{match?.Prices.Model}");
            }
        }

        Assert.Empty(lost);
    }
}
