using TokenFinOps.Pricing.Extraction;

namespace TokenFinOps.Tests.Pricing.Extraction;

public sealed class MissingUsageTests
{
    [Theory]
    [InlineData("""{"choices":[]}""", "usage")]
    [InlineData("""{"usage":null}""", "usage")]
    [InlineData("""{"usage":7}""", "usage")]
    [InlineData("""{"usage":{}}""", "usage.prompt_tokens")]
    [InlineData("""{"usage":{"prompt_tokens":1}}""", "usage.completion_tokens")]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":null}}""", "usage.completion_tokens")]
    public void What_is_missing_is_named_with_provider_flavour_path_and_cure(string json, string path)
    {
        var error = Assert.Throws<UsageExtractionException>(() => Body.Extract(json, "openai", "chat"));

        Assert.Equal("openai", error.Provider);
        Assert.Equal("chat", error.ApiFlavor);
        Assert.Equal(path, error.Path);
        Assert.Contains($"'openai', read as 'chat'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"`{path}`", error.Message, StringComparison.Ordinal);
        Assert.Contains("include_usage", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"answer":"hi"}""")]
    [InlineData("""[1,2]""")]
    [InlineData("""null""")]
    [InlineData("\"usage\"")]
    [InlineData("""{"usageMetadata":{"totalTokenCount":5}}""")]
    public void A_body_of_no_known_shape_is_refused_with_what_was_looked_for(string json)
    {
        var error = Assert.Throws<UsageExtractionException>(() => Body.Extract(json, "google"));

        Assert.Equal("google", error.Provider);
        Assert.Contains("`usageMetadata` (default)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_flavour_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<UsageExtractionException>(static () => Body.Extract("""{"usage":{}}""", "openai", "telepathy"));

        Assert.Contains("'telepathy'", error.Message, StringComparison.Ordinal);
        Assert.Contains("responses", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_quotes_nothing_of_the_response()
    {
        var error = Assert.Throws<UsageExtractionException>(static () => Body.Extract("""{"usage":{"secret":"s3cr3t"}}""", "openai", "chat"));

        Assert.DoesNotContain("s3cr3t", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_must_be_named() =>
        Assert.Throws<ArgumentException>(static () => Body.Extract("{}", " "));
}
