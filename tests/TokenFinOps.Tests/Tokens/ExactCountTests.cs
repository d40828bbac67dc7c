using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Tokens;

public sealed class ExactCountTests
{
    /// <summary>The first four are from the OpenAI cookbook, the others were counted with another implementation of the encodings.</summary>
    [Theory]
    [InlineData("tiktoken is great!", 6, 6)]
    [InlineData("antidisestablishmentarianism", 6, 6)]
    [InlineData("2 + 2 = 4", 7, 7)]
    [InlineData("お誕生日おめでとう", 9, 8)]
    [InlineData("The quick brown fox jumps over the lazy dog.", 10, 10)]
    [InlineData("Привет, как дела?", 8, 6)]
    [InlineData("人人生而自由,在尊严和权利上一律平等。", 22, 16)]
    [InlineData("if (x == null) { return 0; }\n", 12, 12)]
    [InlineData("😀👨‍👩‍👧", 15, 9)]
    [InlineData("   \n\n  indented", 4, 4)]
    [InlineData("{\"city\":\"Paris\",\"days\":3}", 9, 9)]
    public void Text_for_openai_is_counted_as_openai_counts_it(string text, int cl100k, int o200k)
    {
        Assert.Equal(TokenCount.Exactly(cl100k), TestCounter.Exact.CountText(text, "gpt-4"));
        Assert.Equal(TokenCount.Exactly(o200k), TestCounter.Exact.CountText(text, "gpt-4o"));
    }

    /// <summary>Otherwise a user could hide a thousand tokens behind each.</summary>
    [Theory]
    [InlineData("<|endoftext|>", 7, 7)]
    [InlineData("a <|endoftext|> b", 8, 9)]
    [InlineData("<|fim_prefix|>x", 8, 7)]
    public void Special_tokens_that_users_write_are_ordinary_text(string text, int cl100k, int o200k)
    {
        Assert.Equal(cl100k, TestCounter.Exact.CountText(text, "gpt-4").Tokens);
        Assert.Equal(o200k, TestCounter.Exact.CountText(text, "gpt-4o").Tokens);
    }

    [Fact]
    public void No_text_has_no_tokens() => Assert.Equal(TokenCount.Zero, TestCounter.Exact.CountText(string.Empty, "gpt-4o"));

    [Fact]
    public void Text_for_a_model_without_a_public_tokenizer_is_estimated_and_says_so()
    {
        TokenCount count = TestCounter.Exact.CountText("The quick brown fox jumps over the lazy dog.", "claude-sonnet-4-5");

        Assert.False(count.IsExact);
        Assert.InRange(count.Tokens, 8, 16);
    }
}
