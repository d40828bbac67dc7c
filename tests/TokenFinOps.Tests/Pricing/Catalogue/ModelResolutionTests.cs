using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

/// <summary>Real names, as clients, gateways and responses give them, against the shipped catalogue.</summary>
public class ModelResolutionTests
{
    [Theory]
    [InlineData("openai", "gpt-4o", "openai", "gpt-4o")]
    [InlineData("OpenAI", "GPT-4o", "openai", "gpt-4o")]
    [InlineData("openai", " gpt-4o ", "openai", "gpt-4o")]
    [InlineData("anthropic", "claude-opus-4-5", "anthropic", "claude-opus-4-5")]
    [InlineData("groq", "meta-llama/Llama-4-Scout-17B-16E-Instruct", "groq", "meta-llama/llama-4-scout-17b-16e-instruct")]
    [InlineData("openrouter", "openai/gpt-5-mini", "openrouter", "openai/gpt-5-mini")]
    [InlineData("openai", "gpt-4o-2024-05-13", "openai", "gpt-4o-2024-05-13")]
    public void The_exact_name_is_found(string provider, string name, string foundAt, string model) => Finds(provider, name, PriceMatchKind.Exact, foundAt, model);

    [Theory]
    [InlineData("openai", "gpt-4o-2024-08-06", "openai", "gpt-4o")]
    [InlineData("openai", "gpt-5.5-2026-04-23", "openai", "gpt-5.5")]
    [InlineData("openai", "gpt-5.6", "openai", "gpt-5.6-sol")]
    [InlineData("openai", "gpt-5.6-luna-2026-07-01", "openai", "gpt-5.6-luna")]
    [InlineData("openai", "ft:gpt-4o-2024-08-06:acme:support:9x", "openai", "ft:gpt-4o")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "anthropic", "claude-sonnet-4-5")]
    [InlineData("anthropic", "claude-3.5-sonnet", "anthropic", "claude-3-5-sonnet")]
    [InlineData("anthropic", "claude-opus-4-6-thinking", "anthropic", "claude-opus-4-6")]
    [InlineData("aws.bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws", "regional.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("aws.bedrock", "global.anthropic.claude-opus-4-6-v1", "aws", "global.anthropic.claude-opus-4-6-v1:0")]
    [InlineData("openrouter", "anthropic/claude-3.7-sonnet:thinking", "openrouter", "anthropic/claude-3.7-sonnet")]
    [InlineData("aws.bedrock", "eu.amazon.nova-lite-v1:0", "aws", "amazon.nova-lite-v1:0")]
    [InlineData("gcp.vertex_ai", "claude-opus-4-1@20250805", "google", "claude-4-opus")]
    [InlineData("gcp.gemini", "gemini-2.5-pro-preview-05-06", "google", "gemini-2.5-pro")]
    [InlineData("mistral_ai", "magistral-small-latest", "mistral", "magistral-small")]
    [InlineData("x_ai", "grok-4-latest", "x-ai", "grok-4-0709")]
    [InlineData("fireworks-ai", "accounts/fireworks/models/deepseek-v3-0324", "fireworks", "deepseek-v3-0324")]
    [InlineData("google", "gemini-live-2.5-flash-preview-native-audio-09-2025", "google", "gemini-live-2.5-flash")]
    public void The_catalogues_own_rules_know_other_names(string provider, string name, string foundAt, string model) =>
        Finds(provider, name, PriceMatchKind.Alias, foundAt, model);

    [Theory]
    [InlineData("gcp.gen_ai", "models/gemini-2.5-flash", "google", "gemini-2.5-flash")]
    [InlineData("gcp.vertex_ai", "publishers/google/models/gemini-2.5-flash", "google", "gemini-2.5-flash")]
    [InlineData("gcp.vertex_ai", "projects/acme/locations/europe-west4/publishers/google/models/gemini-2.5-flash", "google", "gemini-2.5-flash")]
    [InlineData("google", "gemini/gemini-2.5-flash", "google", "gemini-2.5-flash")]
    [InlineData("google", "gemini-2.5-flash-001", "google", "gemini-2.5-flash")]
    [InlineData("google", "gemini-2.5-flash@001", "google", "gemini-2.5-flash")]
    [InlineData("anthropic", "anthropic/claude-haiku-4-5", "anthropic", "claude-haiku-4-5")]
    [InlineData("anthropic", "anthropic:claude-haiku-4-5", "anthropic", "claude-haiku-4-5")]
    [InlineData("openai", "openai/gpt-4o-2024-08-06", "openai", "gpt-4o")]
    [InlineData("openrouter", "openrouter/openai/gpt-5-mini", "openrouter", "openai/gpt-5-mini")]
    [InlineData("openrouter", "qwen/qwen3-32b:thinking", "openrouter", "qwen/qwen3-32b")]
    [InlineData("openrouter", "openai/gpt-5-mini:beta", "openrouter", "openai/gpt-5-mini")]
    [InlineData("aws", "bedrock/converse/openai.gpt-5.5", "aws", "openai.gpt-5.5")]
    [InlineData("aws", "bedrock/us-west-2/openai.gpt-5.5", "aws", "openai.gpt-5.5")]
    [InlineData("aws", "us.openai.gpt-5.5-v1:0", "aws", "openai.gpt-5.5")]
    [InlineData("azure.ai.openai", "azure/o3-mini", "azure", "o3-mini")]
    [InlineData("fireworks", "fireworks_ai/kimi-k3", "fireworks", "kimi-k3")]
    public void Prefixes_regions_and_hosting_versions_are_taken_off(string provider, string name, string foundAt, string model) =>
        Finds(provider, name, PriceMatchKind.Normalized, foundAt, model);

    [Theory]
    [InlineData("openai", "gpt-5.3-2026-02-20", "openai", "gpt-5.3")]
    [InlineData("openai", "gpt-5.3-latest", "openai", "gpt-5.3")]
    [InlineData("x-ai", "grok-4.20-0309", "x-ai", "grok-4.20")]
    [InlineData("moonshotai", "kimi-k3-20260701", "moonshotai", "kimi-k3")]
    [InlineData("google", "models/gemini-embedding-2-2026-03-01", "google", "gemini-embedding-2")]
    [InlineData("openrouter", "qwen/qwen3-32b-2025-04-28", "openrouter", "qwen/qwen3-32b")]
    public void A_date_is_taken_off_when_the_dated_name_is_not_known(string provider, string name, string foundAt, string model) =>
        Finds(provider, name, PriceMatchKind.Undated, foundAt, model);

    [Theory]
    [InlineData("google", "claude-opus-4-20250514", "anthropic", "claude-opus-4-0")]
    [InlineData("azure.ai.openai", "gpt-4o", "openai", "gpt-4o")]
    [InlineData("azure.ai.inference", "gpt-5-mini-2025-08-07", "openai", "gpt-5-mini")]
    [InlineData("azure", "gpt-35-turbo-16k", "openai", "gpt-3.5-turbo-16k")]
    [InlineData("azure", "azure/gpt-4o-2024-05-13", "openai", "gpt-4o-2024-05-13")]
    [InlineData("azure", "claude-sonnet-4-6", "anthropic", "claude-sonnet-4-6")]
    [InlineData("gcp.vertex_ai", "claude-sonnet-5@20260601", "anthropic", "claude-sonnet-5")]
    public void A_reseller_without_a_price_of_its_own_has_its_vendors(string provider, string name, string foundAt, string model)
    {
        PriceMatch? match = PriceCatalogue.Shipped.Find(new ModelReference(name, provider));

        Assert.Equal((foundAt, model), (match?.Prices.Provider, match?.Prices.Model));
        Assert.Equal(PriceMatchKind.ProviderFallback, match!.Kind);
    }

    [Theory]
    [InlineData("gpt-4o", "openai", "gpt-4o")]
    [InlineData("o3", "openai", "o3")]
    [InlineData("claude-sonnet-4-5-20250929", "anthropic", "claude-sonnet-4-5")]
    [InlineData("gemini-2.5-pro", "google", "gemini-2.5-pro")]
    [InlineData("grok-4", "x-ai", "grok-4-0709")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws", "regional.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("amazon.nova-pro-v1:0", "aws", "amazon.nova-pro-v1:0")]
    [InlineData("accounts/fireworks/models/gpt-oss-20b", "fireworks", "gpt-oss-20b")]
    public void An_unknown_provider_is_told_from_the_models_name(string name, string foundAt, string model) =>
        Finds(null, name, PriceMatchKind.InferredProvider, foundAt, model);

    [Theory]
    [InlineData(null, "azure/o3-mini", "azure", "o3-mini", PriceMatchKind.Normalized)]
    [InlineData("litellm", "azure/gpt-4o", "openai", "gpt-4o", PriceMatchKind.ProviderFallback)]
    [InlineData("litellm", "openrouter/anthropic/claude-sonnet-4.5", "openrouter", "anthropic/claude-sonnet-4.5", PriceMatchKind.Normalized)]
    [InlineData("litellm", "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws", "regional.anthropic.claude-sonnet-4-5-20250929-v1:0", PriceMatchKind.Normalized)]
    [InlineData("litellm", "vertex_ai/gemini-2.5-flash", "google", "gemini-2.5-flash", PriceMatchKind.Normalized)]
    [InlineData("litellm", "gpt-4o", "openai", "gpt-4o", PriceMatchKind.InferredProvider)]
    [InlineData("portkey", "claude-opus-4-5", "anthropic", "claude-opus-4-5", PriceMatchKind.InferredProvider)]
    public void A_gateways_prefix_names_the_provider(string? provider, string name, string foundAt, string model, PriceMatchKind kind) =>
        Finds(provider, name, kind, foundAt, model);

    [Fact]
    public void A_match_explains_itself()
    {
        PriceMatch match = PriceCatalogue.Shipped.Find(new ModelReference("gpt-35-turbo-16k", "azure.ai.openai"))!;

        Assert.Equal(
            "Microsoft Azure has no price of its own and resells OpenAI's; openai's rules take 'gpt-35-turbo-16k' for gpt-3.5-turbo-16k",
            match.Explanation);
    }

    private static void Finds(string? provider, string name, PriceMatchKind kind, string foundAt, string model)
    {
        PriceMatch? match = PriceCatalogue.Shipped.Find(new ModelReference(name, provider));

        Assert.NotNull(match);
        Assert.Equal((foundAt, model, kind), (match.Prices.Provider, match.Prices.Model, match.Kind));
    }
}
