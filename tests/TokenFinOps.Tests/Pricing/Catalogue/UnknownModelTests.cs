using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Tests.Pricing.Catalogue;

/// <summary>A price of another model is worse than none: unknown is not a near miss.</summary>
public class UnknownModelTests
{
    [Theory]
    [InlineData("openai", "gpt-5.5-mini")]
    [InlineData("openai", "gpt-5.5-ultra-2026-04-23")]
    [InlineData("openai", "gpt-4o-prod")]
    [InlineData("openai", "gpt-6")]
    [InlineData("openai", "gpt-4o-mini-20249999")]
    [InlineData("openai", "ft:gpt-4.1-2025-04-14:acme::1")]
    [InlineData("openai", "claude-sonnet-4-5")]
    [InlineData("anthropic", "claude-opus-5-mini")]
    [InlineData("anthropic", "claude-opus-4-6-fast")]
    [InlineData("anthropic", "claude-haiku-9")]
    [InlineData("google", "gemini-1.5-flash-8b")]
    [InlineData("google", "gemini-2.5-pro-preview-tts")]
    [InlineData("google", "gemini-2.5-pro-tts")]
    [InlineData("cohere", "command-a-vision-07-2025")]
    [InlineData("mistral", "mistral-large-2607")]
    [InlineData("groq", "openai/gpt-oss-999b")]
    [InlineData("azure", "my-chat-deployment")]
    [InlineData("openrouter", "openai/gpt-5-mini:nitro")]
    [InlineData("openrouter", "openai/gpt-5-mini:online")]
    [InlineData("openrouter", "openai/gpt-5-mini:free")]
    [InlineData("openrouter", "openai/gpt-99")]
    [InlineData("aws", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/k3x9")]
    [InlineData(null, "llama-3.3-70b")]
    [InlineData(null, "google/gemini-2.5-pro:free")]
    [InlineData("acme-cloud", "gpt-4o")]
    [InlineData("openai-compatible", "gpt-4o")]
    [InlineData("openai", "")]
    [InlineData("google", "gemini-pro-latest")]
    [InlineData("openai", "-latest")]
    [InlineData("openai", "/")]
    public void An_unknown_name_has_no_price(string? provider, string name) => Assert.Null(PriceCatalogue.Shipped.Find(new ModelReference(name, provider)));

    [Theory]
    [InlineData("ollama", "gpt-oss:20b")]
    [InlineData("ollama", "mistral")]
    [InlineData("ollama", "deepseek-chat")]
    [InlineData("vllm", "gpt-4o")]
    [InlineData("LM Studio", "claude-opus-4-5")]
    [InlineData("llama.cpp", "gpt-4o")]
    public void A_self_hosted_server_has_no_vendors_price(string provider, string name) => Assert.Null(PriceCatalogue.Shipped.Find(new ModelReference(name, provider)));

    [Theory]
    [InlineData("http://localhost:11434/v1")]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://[::1]:8000")]
    [InlineData("http://10.1.2.3/v1")]
    [InlineData("http://172.20.0.5/v1")]
    [InlineData("http://192.168.178.20/v1")]
    [InlineData("http://[fd12::1]/v1")]
    [InlineData("http://ollama:11434/v1")]
    [InlineData("http://vllm.models.svc.cluster.local/v1")]
    [InlineData("https://llm.corp.internal/v1")]
    public void A_private_address_has_no_vendors_price(string endpoint)
    {
        Assert.Null(PriceCatalogue.Shipped.Find(new ModelReference("gpt-4o", "openai", Endpoint: new Uri(endpoint))));
        Assert.Null(PriceCatalogue.Shipped.Find(new ModelReference("gpt-4o", Endpoint: new Uri(endpoint))));
    }

    [Fact]
    public void A_reference_without_a_name_is_unknown() => Assert.Null(PriceCatalogue.Shipped.Find(default));

    [Fact]
    public void A_name_of_any_length_is_answered() => Assert.Null(PriceCatalogue.Shipped.Find(new ModelReference(new string('x', 100_000), "openai")));
}
