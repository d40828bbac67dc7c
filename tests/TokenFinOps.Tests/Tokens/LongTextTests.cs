using TokenFinOps.Tokens;
using TokenFinOps.Tokens.Encodings;

namespace TokenFinOps.Tests.Tokens;

public sealed class LongTextTests
{
    private const string Sentence = "The committee met on Tuesday and agreed that the budget for 2027 needs another look. ";

    [Fact]
    public void A_long_document_is_counted_in_full_up_to_the_limit()
    {
        string document = string.Concat(Enumerable.Repeat(Sentence, 1_000));

        TokenCount count = TestCounter.Exact.CountText(document, "gpt-4o");

        Assert.True(count.IsExact);
        Assert.Equal(1_000 * TestCounter.Exact.CountText(Sentence, "gpt-4o").Tokens, count.Tokens, tolerance: 1_000);
    }

    [Fact]
    public void A_longer_one_is_extrapolated_and_says_so()
    {
        string document = string.Concat(Enumerable.Repeat(Sentence, 12_000));
        Assert.True(document.Length > 1_000_000);

        TokenCount count = TestCounter.Exact.CountText(document, "gpt-4o");

        long truth = 12_000 * (TestCounter.Exact.CountText(Sentence + Sentence, "gpt-4o").Tokens - TestCounter.Exact.CountText(Sentence, "gpt-4o").Tokens);
        Assert.False(count.IsExact);
        Assert.InRange(count.Tokens, 0.99 * truth, 1.01 * truth);
        Assert.InRange(count.AtMost, truth, 1.3 * truth);
    }

    [Fact]
    public void A_megabyte_is_never_given_to_the_tokenizer_at_once()
    {
        var tokenizer = new RecordingTokenizer();

        tokenizer.Counter().CountText(string.Concat(Enumerable.Repeat(Sentence, 12_000)), "gpt-4o");

        Assert.InRange(tokenizer.Texts.Sum(static text => text.Length), 1, new TokenCounterOptions().ExactLength);
    }

    /// <summary>Merging them whole would take seconds to minutes: it is quadratic in their length.</summary>
    [Theory]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("=")]
    [InlineData("中")]
    [InlineData("\n")]
    [InlineData("中𠀀")]
    [InlineData("😀!")]
    [InlineData("e\u0301")]
    public void A_run_that_no_human_writes_is_cut_into_pieces(string unit)
    {
        var tokenizer = new RecordingTokenizer();
        string text = string.Concat(Enumerable.Repeat(unit, 20_000));

        TokenCount count = tokenizer.Counter().CountText(text, "gpt-4o");

        Assert.All(tokenizer.Texts, static piece => Assert.InRange(piece.Length, 1, RunCutter.LongestRun));
        Assert.Equal(text, string.Concat(tokenizer.Texts));
        Assert.DoesNotContain(tokenizer.Texts, static piece => char.IsLowSurrogate(piece[0]));
        Assert.False(count.IsExact);
    }

    [Fact]
    public void Cutting_a_run_costs_no_more_than_the_bound_allows()
    {
        string spaces = new(' ', 2_000);
        string letters = string.Concat(Enumerable.Repeat("data", 500));

        Assert.InRange(TestCounter.Exact.CountText(spaces, "gpt-4o").Tokens, 1, 40);
        Assert.InRange(TestCounter.Exact.CountText(letters, "gpt-4o").Tokens, 490, 510);
    }

    [Fact]
    public void Ordinary_text_is_never_cut()
    {
        string text = string.Concat(Enumerable.Repeat(Sentence + "if (x[0] == \"中文\") { return x; }\r\n", 100));

        Assert.Equal(text.Length, RunCutter.NextCut(text));
    }
}
