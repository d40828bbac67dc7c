using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Extraction;

namespace TokenFinOps.Tests.Pricing.Extraction;

public sealed class FlavorDetectionTests
{
    [Theory]
    [InlineData("openai", """{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", "chat")]
    [InlineData("openai", """{"usage":{"prompt_tokens":1,"total_tokens":1}}""", "embeddings")]
    [InlineData("openai", """{"usage":{"input_tokens":1,"output_tokens":2}}""", "responses")]
    [InlineData("openai", """{"usage":{"input_tokens":3,"input_tokens_details":{"text_tokens":1,"image_tokens":2},"output_tokens":2}}""", "images")]
    [InlineData("openai", """{"response":{"usage":{"input_tokens":3,"input_token_details":{"text_tokens":3},"output_tokens":2}}}""", "realtime")]
    [InlineData("openai", """{"response":{"usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":3},"output_tokens":2}}}""", "responses_event")]
    [InlineData("anthropic", """{"message":{"usage":{"input_tokens":3,"output_tokens":1}}}""", "message_start")]
    [InlineData("google", """{"usage":{"input_tokens":3,"cache_read_input_tokens":9,"output_tokens":1}}""", "anthropic")]
    [InlineData("google", """{"usage":{"prompt_tokens":3,"completion_tokens":1}}""", "chat")]
    [InlineData("x-ai", """{"usage":{"prompt_tokens":3,"completion_tokens":1,"completion_tokens_details":{"reasoning_tokens":9}}}""", "chat")]
    [InlineData("someone", """{"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1}}""", "google")]
    [InlineData("someone", """{"usage":{"inputTokens":3,"outputTokens":1}}""", "converse")]
    [InlineData("someone", """{"prompt_eval_count":3,"eval_count":1}""", "ollama")]
    public void The_flavour_is_told_from_the_shape_of_the_body(string provider, string json, string flavor) =>
        Assert.Equal(flavor, Body.Extract(json, provider).ApiFlavor);

    [Fact]
    public void An_hour_of_cache_is_told_from_five_minutes_wherever_the_body_says_so()
    {
        const string Json = """{"usage":{"input_tokens":1,"cache_creation_input_tokens":9,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":9},"output_tokens":1}}""";

        Assert.Equal(9, Body.Extract(Json, "azure").Usage[UsageKind.CacheWrite1hTokens]);
        Assert.Equal(9, Body.Extract(Json, "bedrock").Usage[UsageKind.CacheWrite1hTokens]);
    }

    [Fact]
    public void A_provider_may_be_read_in_a_flavour_that_is_not_its_own() =>
        Assert.Equal(12, Body.Extract("""{"usage":{"input_tokens":3,"cache_read_input_tokens":9,"output_tokens":1}}""", "deepseek", "anthropic").Usage.InputTokens);

    [Fact]
    public void The_flavours_of_a_provider_can_be_listed()
    {
        IReadOnlyList<string> flavors = UsageExtractor.ApiFlavors("aws.bedrock");

        Assert.Equal("default", flavors[0]);
        Assert.Contains("anthropic", flavors);
        Assert.Equal(flavors.Count, flavors.Distinct().Count());
    }
}
