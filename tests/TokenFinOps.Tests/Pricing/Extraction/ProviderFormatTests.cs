using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Extraction;

namespace TokenFinOps.Tests.Pricing.Extraction;

public sealed class ProviderFormatTests
{
    public static TheoryData<string, string?, string, string> Formats => new()
    {
        {
            "openai", "chat",
            """{"model":"m","usage":{"prompt_tokens":100,"prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":10,"audio_tokens":5},"completion_tokens":40,"completion_tokens_details":{"reasoning_tokens":30,"audio_tokens":2}}}""",
            "input_tokens=100 output_tokens=40 cache_read_tokens=60 cache_write_tokens=10 input_audio_tokens=5 output_reasoning_tokens=30 output_audio_tokens=2"
        },
        {
            "openai", "responses",
            """{"usage":{"input_tokens":90,"input_tokens_details":{"cached_tokens":64,"cache_write_tokens":1},"output_tokens":188,"output_tokens_details":{"reasoning_tokens":169},"total_tokens":278}}""",
            "input_tokens=90 output_tokens=188 cache_read_tokens=64 cache_write_tokens=1 output_reasoning_tokens=169"
        },
        { "openai", "embeddings", """{"usage":{"prompt_tokens":8,"total_tokens":8}}""", "input_tokens=8" },
        {
            "openai", "images",
            """{"usage":{"input_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40},"output_tokens":100}}""",
            "input_tokens=50 output_tokens=100 input_text_tokens=10 input_image_tokens=40"
        },
        {
            "openai", "realtime",
            """{"response":{"usage":{"input_tokens":30,"input_token_details":{"text_tokens":10,"audio_tokens":20,"cached_tokens":8,"cached_tokens_details":{"audio_tokens":6,"text_tokens":2}},"output_tokens":9,"output_token_details":{"audio_tokens":9}}}}""",
            "input_tokens=30 output_tokens=9 cache_read_tokens=8 input_text_tokens=10 input_audio_tokens=20 output_audio_tokens=9 cache_text_read_tokens=2 cache_audio_read_tokens=6"
        },
        {
            "anthropic", null,
            """{"usage":{"input_tokens":3,"cache_creation_input_tokens":12,"cache_read_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":8},"server_tool_use":{"web_search_requests":2},"output_tokens":7}}""",
            "input_tokens=20 output_tokens=7 web_searches=2 cache_read_tokens=5 cache_write_tokens=12 cache_write_5m_tokens=4 cache_write_1h_tokens=8"
        },
        {
            "azure", "anthropic",
            """{"usage":{"input_tokens":3,"cache_creation_input_tokens":12,"cache_read_input_tokens":5,"cache_creation":{"ephemeral_1h_input_tokens":12},"output_tokens":7}}""",
            "input_tokens=20 output_tokens=7 cache_read_tokens=5 cache_write_tokens=12"
        },
        {
            "aws", "default",
            """{"usage":{"inputTokens":3,"cacheReadInputTokens":5,"cacheWriteInputTokens":2,"outputTokens":7,"totalTokens":17}}""",
            "input_tokens=10 output_tokens=7 cache_read_tokens=5 cache_write_tokens=2"
        },
        {
            "google", "default",
            """{"usageMetadata":{"promptTokenCount":100,"toolUsePromptTokenCount":20,"cachedContentTokenCount":30,"candidatesTokenCount":10,"thoughtsTokenCount":90,"promptTokensDetails":[{"modality":"TEXT","tokenCount":60},{"modality":"IMAGE","tokenCount":25},{"modality":"DOCUMENT","tokenCount":15}],"toolUsePromptTokensDetails":[{"modality":"TEXT","tokenCount":20}]}}""",
            "input_tokens=120 output_tokens=100 cache_read_tokens=30 input_tool_tokens=20 input_text_tokens=80 input_image_tokens=40 output_reasoning_tokens=90 input_text_tool_tokens=20"
        },
        {
            "x-ai", "chat",
            """{"usage":{"prompt_tokens":20,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":300}}}""",
            "input_tokens=20 output_tokens=305 cache_read_tokens=4 output_reasoning_tokens=300"
        },
        {
            "x-ai", "default",
            """{"usage":{"prompt_tokens":20,"cached_prompt_text_tokens":4,"completion_tokens":5,"reasoning_tokens":300}}""",
            "input_tokens=20 output_tokens=305 cache_read_tokens=4 output_reasoning_tokens=300"
        },
        {
            "perplexity", null,
            """{"usage":{"prompt_tokens":9,"completion_tokens":10,"reasoning_tokens":3,"citation_tokens":4,"num_search_queries":2}}""",
            "input_tokens=9 output_tokens=17 web_searches=2 output_reasoning_tokens=3 output_citation_tokens=4"
        },
        {
            "cohere", null,
            """{"usage":{"billed_units":{"input_tokens":13,"output_tokens":8},"tokens":{"input_tokens":542,"output_tokens":8},"cached_tokens":0}}""",
            "input_tokens=13 output_tokens=8"
        },
        {
            "cohere", "tokens",
            """{"usage":{"billed_units":{"input_tokens":13,"output_tokens":8},"tokens":{"input_tokens":542,"output_tokens":8},"cached_tokens":0}}""",
            "input_tokens=542 output_tokens=8 cache_read_tokens=0"
        },
        { "cohere", "embeddings", """{"meta":{"billed_units":{"input_tokens":4}}}""", "input_tokens=4" },
        {
            "modal", "chat",
            """{"usage":{"prompt_tokens":30,"prompt_tokens_details":{"cached_tokens":10,"cache_write_tokens":1},"completion_tokens":9,"reasoning_tokens":5}}""",
            "input_tokens=30 output_tokens=9 cache_read_tokens=10 cache_write_tokens=1 output_reasoning_tokens=5"
        },
        { "groq", null, """{"x_groq":{"usage":{"prompt_tokens":5,"completion_tokens":6}}}""", "input_tokens=5 output_tokens=6" },
        { "mistral", null, """{"usage":{"prompt_tokens":1013,"completion_tokens":30,"prompt_tokens_details":{"cached_tokens":1008}}}""", "input_tokens=1013 output_tokens=30 cache_read_tokens=1008" },
        { "anthropic", "chat", """{"usage":{"prompt_tokens":5,"cached_tokens":2,"completion_tokens":6}}""", "input_tokens=5 output_tokens=6 cache_read_tokens=2" },
        { "minimax", null, """{"usage":{"input_tokens":5,"cache_read_input_tokens":2,"output_tokens":6}}""", "input_tokens=7 output_tokens=6 cache_read_tokens=2" },
        { "ollama", null, """{"model":"qwen3","prompt_eval_count":26,"eval_count":298}""", "input_tokens=26 output_tokens=298" },
        { "voyageai", null, """{"usage":{"total_tokens":10}}""", "input_tokens=10" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_provider_is_read_into_inclusive_counts(string provider, string? flavor, string json, string expected)
    {
        ExtractedUsage extracted = Body.Extract(json, provider, flavor);

        Assert.Equal(expected, extracted.Usage.ToString());
        Assert.Equal(PricingIssues.None, extracted.Issues);
    }

    [Fact]
    public void A_count_of_zero_is_reported_and_a_missing_one_is_not()
    {
        Usage usage = Body.Extract("""{"usage":{"prompt_tokens":1,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":null},"completion_tokens":0}}""", "openai", "chat").Usage;

        Assert.True(usage.Reports(UsageKind.CacheReadTokens));
        Assert.True(usage.Reports(UsageKind.OutputTokens));
        Assert.False(usage.Reports(UsageKind.InputAudioTokens));
    }

    [Theory]
    [InlineData("azure.ai.openai", "azure")]
    [InlineData("aws.bedrock", "aws")]
    [InlineData("gcp.vertex_ai", "google")]
    [InlineData("vertex_ai-anthropic", "google")]
    [InlineData("xAI", "x-ai")]
    [InlineData("Mistral_AI", "mistral")]
    [InlineData("huggingface/some-router", "huggingface")]
    [InlineData("my-gateway", "my-gateway")]
    public void Providers_are_known_by_their_telemetry_names(string name, string id) =>
        Assert.Equal(id, Body.Extract("""{"usage":{"prompt_tokens":1,"completion_tokens":1}}""", name).Provider);
}
