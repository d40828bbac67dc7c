using TokenFinOps.Compression.Selection;
using TokenFinOps.Onnx.Compression;
using TokenFinOps.Onnx.Tests.Fakes;

namespace TokenFinOps.Onnx.Tests.Compression;

public sealed class LinguaCompressorTests : IDisposable
{
    private readonly KnownWords _words = new(("the", 0.1), ("refund", 0.9), ("was", 0.2), ("paid", 0.8), ("in", 0.15), ("March", 0.95), (".", 0.6), ("not", 0.05));

    public void Dispose() => _words.Dispose();

    [Fact]
    public void The_least_likely_words_go_first() => Assert.Equal("refund paid March.", Compress("the refund was paid in March.", LinguaTarget.Tokens(3)).Text);

    [Fact]
    public void A_text_that_is_short_enough_comes_back_as_it_is()
    {
        LinguaResult result = Compress("the refund ", LinguaTarget.Tokens(2));

        Assert.Equal("the refund ", result.Text);
        Assert.Equal([new TextRange(0, 11)], result.Kept);
        Assert.Empty(result.Dropped);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public void Nothing_comes_back_as_it_is(string text) => Assert.Equal(text, Compress(text, LinguaTarget.Share(0.5)).Text);

    [Fact]
    public void The_text_is_made_of_parts_of_the_original()
    {
        const string text = "the  refund was\n paid in  March.";
        LinguaResult result = Compress(text, LinguaTarget.Tokens(3));

        Assert.Equal("refund\n paid  March.", result.Text);
        Assert.Equal(result.Text, string.Concat(result.Kept.Select(range => range.Of(text).ToString())));
        Assert.Equal(text.Length, result.Kept.Concat(result.Dropped).Sum(static range => range.Length));
    }

    [Fact]
    public void Lines_stay_lines() => Assert.Equal("refund\nMarch", Compress("refund was\nthe in March the", LinguaTarget.Tokens(2)).Text);

    [Fact]
    public void Tokens_are_counted_before_and_after()
    {
        LinguaResult result = Compress("the refund was paid in March.", LinguaTarget.Share(0.5));

        Assert.Equal((6, 3, 3, true), (result.TokensBefore, result.TokensAfter, result.TargetTokens, result.IsWithinTarget));
    }

    [Fact]
    public void A_word_is_never_cut() => Assert.DoesNotContain("Marching", Compress("Marching refund refund", LinguaTarget.Tokens(2)).Text, StringComparison.Ordinal);

    [Fact]
    public void What_is_forced_stays()
    {
        LinguaResult result = Compress("the refund was paid", LinguaTarget.Tokens(2), static options => options with { ForceTokens = ["the"] });

        Assert.Equal("the refund", result.Text);
    }

    [Fact]
    public void A_forced_line_break_stays_where_all_around_it_goes()
    {
        static LinguaOptions Forced(LinguaOptions options) => options with { ForceTokens = ["\n"] };

        Assert.Equal("refund\n\n\nMarch", Compress("refund\nthe\nthe\nMarch", LinguaTarget.Tokens(2), Forced).Text);
        Assert.Equal("refund\nMarch", Compress("refund\nthe\nthe\nMarch", LinguaTarget.Tokens(2), static options => Forced(options) with { DropConsecutive = true }).Text);
    }

    [Fact]
    public void A_negation_stays_however_unlikely()
    {
        const string text = "the refund was not paid in March";

        Assert.DoesNotContain("not", Compress(text, LinguaTarget.Tokens(3)).Text, StringComparison.Ordinal);
        Assert.Equal("refund not March", Compress(text, LinguaTarget.Tokens(3), static options => options with { Protect = LinguaProtection.Negations }).Text);
    }

    [Fact]
    public void What_is_protected_stays_when_it_takes_more_than_there_is()
    {
        LinguaResult result = Compress("refund 12 paid 34 was 56", LinguaTarget.Tokens(2), static options => options with { Protect = LinguaProtection.Numbers });

        Assert.Equal("12 34 56", result.Text);
        Assert.False(result.IsWithinTarget);
    }

    [Fact]
    public void A_percentile_meets_the_budget_on_average_only()
    {
        LinguaResult result = Compress("the refund was paid in March", LinguaTarget.Share(0.5), static options => options with { Selection = LinguaSelection.Percentile });

        Assert.Equal("refund paid March", result.Text);
    }

    [Fact]
    public void Chunks_and_batches_do_not_show_in_the_result()
    {
        string text = string.Concat(Enumerable.Repeat("the refund was paid in March. ", 200));
        LinguaTarget half = LinguaTarget.Share(0.5);

        string whole = Compress(text, half, static options => options with { MaxSequenceLength = 4_096 }).Text;

        Assert.Equal(whole, Compress(text, half).Text);
        Assert.Equal(whole, Compress(text, half, static options => options with { MaxSequenceLength = 16, BatchSize = 3 }).Text);
    }

    [Fact]
    public async Task Many_threads_share_one_compressor()
    {
        using LinguaCompressor compressor = _words.Compressor();
        Task<LinguaResult>[] calls = [.. Enumerable.Range(0, 32).Select(_ => compressor.CompressAsync("the refund was paid in March.", LinguaTarget.Tokens(3), TestContext.Current.CancellationToken))];

        Assert.All(await Task.WhenAll(calls), static result => Assert.Equal("refund paid March.", result.Text));
    }

    [Fact]
    public void A_cancelled_call_ends()
    {
        using LinguaCompressor compressor = _words.Compressor();

        Assert.Throws<OperationCanceledException>(() => compressor.Compress("the refund was paid", LinguaTarget.Tokens(1), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_target_that_asks_for_nothing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LinguaTarget.Share(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LinguaTarget.Tokens(0));
        Assert.Throws<InvalidOperationException>(() => Compress("the refund", default));
    }

    private LinguaResult Compress(string text, LinguaTarget target, Func<LinguaOptions, LinguaOptions>? with = null)
    {
        using LinguaCompressor compressor = _words.Compressor(with);
        return compressor.Compress(text, target, TestContext.Current.CancellationToken);
    }
}
