using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Tokens;

public sealed class ModelFamilyTests
{
    [Theory]
    [InlineData("gpt-4o", TokenizerFamily.O200k)]
    [InlineData("gpt-4o-mini-2024-07-18", TokenizerFamily.O200k)]
    [InlineData("openrouter/openai/gpt-4.1-nano", TokenizerFamily.O200k)]
    [InlineData("gpt-5.5", TokenizerFamily.O200k)]
    [InlineData("GPT-5-Nano", TokenizerFamily.O200k)]
    [InlineData("o1", TokenizerFamily.O200k)]
    [InlineData("o3-mini", TokenizerFamily.O200k)]
    [InlineData("azure/o4-mini-2025-04-16", TokenizerFamily.O200k)]
    [InlineData("chatgpt-4o-latest", TokenizerFamily.O200k)]
    [InlineData("codex-mini-latest", TokenizerFamily.O200k)]
    [InlineData("openai.gpt-oss-120b-1:0", TokenizerFamily.O200k)]
    [InlineData("ft:gpt-4o-2024-08-06:acme::abc", TokenizerFamily.O200k)]
    [InlineData("my-gpt-4o-prod", TokenizerFamily.O200k)]
    [InlineData("gpt-4", TokenizerFamily.Cl100k)]
    [InlineData("gpt-4-turbo-2024-04-09", TokenizerFamily.Cl100k)]
    [InlineData("gpt-4-0613", TokenizerFamily.Cl100k)]
    [InlineData("gpt-35-turbo-16k", TokenizerFamily.Cl100k)]
    [InlineData("gpt-3.5-turbo", TokenizerFamily.Cl100k)]
    [InlineData("text-embedding-3-large", TokenizerFamily.Cl100k)]
    [InlineData("text-embedding-ada-002", TokenizerFamily.Cl100k)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", TokenizerFamily.Claude)]
    [InlineData("models/gemini-2.5-pro", TokenizerFamily.Gemini)]
    [InlineData("llama3.3:70b", TokenizerFamily.Llama)]
    [InlineData("deepseek-r1-distill-llama-70b", TokenizerFamily.Llama)]
    [InlineData("deepseek/deepseek-chat", TokenizerFamily.DeepSeek)]
    [InlineData("mistral-large-latest", TokenizerFamily.Mistral)]
    [InlineData("Qwen/Qwen3-32B", TokenizerFamily.Qwen)]
    [InlineData("command-r-plus", TokenizerFamily.Unknown)]
    [InlineData("gpt-j-6b", TokenizerFamily.Unknown)]
    [InlineData("dialogpt-4-medium", TokenizerFamily.Unknown)]
    [InlineData("", TokenizerFamily.Unknown)]
    public void A_model_is_known_by_its_name(string model, TokenizerFamily family) => Assert.Equal(family, ModelFamilies.Of(model, null));

    [Fact]
    public void The_provider_decides_where_the_name_says_nothing()
    {
        Assert.Equal(TokenizerFamily.Claude, ModelFamilies.Of("production", "anthropic"));
        Assert.Equal(TokenizerFamily.OpenAi, ModelFamilies.Of("production", "azure.ai.openai"));
        Assert.Equal(TokenizerFamily.Llama, ModelFamilies.Of("llama-3", "openai"));
    }
}
