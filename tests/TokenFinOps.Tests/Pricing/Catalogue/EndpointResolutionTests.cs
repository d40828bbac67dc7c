using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

/// <summary>OpenAI-compatible clients say "openai" wherever they connect: the address knows better.</summary>
public class EndpointResolutionTests
{
    [Theory]
    [InlineData("https://api.groq.com/openai/v1", "openai/gpt-oss-120b", "groq", "openai/gpt-oss-120b")]
    [InlineData("https://api.openai.com/v1", "gpt-4o", "openai", "gpt-4o")]
    [InlineData("https://acme.openai.azure.com/", "o3-mini", "azure", "o3-mini")]
    [InlineData("https://acme.services.ai.azure.com/openai/v1", "o3-mini", "azure", "o3-mini")]
    [InlineData("https://openrouter.ai/api/v1", "openai/gpt-5-mini", "openrouter", "openai/gpt-5-mini")]
    [InlineData("https://API.DeepSeek.com", "deepseek-chat", "deepseek", "deepseek-chat")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai/", "gemini-2.5-flash", "google", "gemini-2.5-flash")]
    [InlineData("https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1", "openai.gpt-5.5", "aws", "openai.gpt-5.5")]
    [InlineData("https://router.huggingface.co/novita/v3/openai", "deepseek-ai/DeepSeek-R1", "huggingface_novita", "deepseek-ai/DeepSeek-R1")]
    public void The_address_names_the_provider(string endpoint, string name, string provider, string model)
    {
        PriceMatch match = PriceCatalogue.Shipped.Find(new ModelReference(name, "openai", Endpoint: new Uri(endpoint)))!;

        Assert.Equal((provider, model, PriceMatchKind.Exact), (match.Prices.Provider, match.Prices.Model, match.Kind));
        Assert.Contains("address", match.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_lacks_the_model_is_not_passed_over_for_the_one_that_was_named() =>
        Assert.Null(PriceCatalogue.Shipped.Find(new ModelReference("gpt-4o", "openai", Endpoint: new Uri("https://api.groq.com/openai/v1"))));

    [Fact]
    public void An_unknown_public_address_is_taken_for_a_gateway_and_says_so()
    {
        PriceMatch match = PriceCatalogue.Shipped.Find(new ModelReference("gpt-4o", "openai", Endpoint: new Uri("https://ai-gateway.acme.com/v1")))!;

        Assert.Equal(PriceMatchKind.InferredProvider, match.Kind);
        Assert.Contains("ai-gateway.acme.com is not known", match.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-oss-120b")]
    [InlineData("deepseek-chat")]
    public void Open_weights_at_an_unknown_address_may_be_anyones(string name) =>
        Assert.Null(PriceCatalogue.Shipped.Find(new ModelReference(name, "openai", Endpoint: new Uri("https://llm.acme.com/v1"))));

    [Fact]
    public void A_gateways_prefix_counts_at_an_unknown_address()
    {
        PriceMatch match = PriceCatalogue.Shipped.Find(new ModelReference("anthropic/claude-sonnet-4-5", "openai", Endpoint: new Uri("https://llm.acme.com/v1")))!;

        Assert.Equal("anthropic", match.Prices.Provider);
    }

    [Fact]
    public void A_private_address_that_a_catalogue_lists_is_that_providers()
    {
        var local = new CatalogueProvider("in-house") { EndpointMatch = MatchRule.Pattern("^http://localhost:8000") };
        var catalogue = new PriceCatalogue("test", [Prices.Of("in-house", "llama", 0.1m)], [local]);

        Assert.Equal("in-house", catalogue.Find(new ModelReference("llama", "openai", Endpoint: new Uri("http://localhost:8000/v1")))?.Prices.Provider);
    }
}
