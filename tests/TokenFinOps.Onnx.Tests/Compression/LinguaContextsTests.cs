using TokenFinOps.Compression.Selection;
using TokenFinOps.Onnx.Compression;
using TokenFinOps.Onnx.Tests.Fakes;

namespace TokenFinOps.Onnx.Tests.Compression;

public sealed class LinguaContextsTests : IDisposable
{
    // Their words are worth 0.15, 0.88 and 0.63 on average.
    private static readonly string[] Three = ["the was in the was in", "refund paid March refund paid March", "refund was paid refund was paid"];

    private readonly KnownWords _words = new(("the", 0.1), ("refund", 0.9), ("was", 0.2), ("paid", 0.8), ("in", 0.15), ("March", 0.95), ("not", 0.05));

    public void Dispose() => _words.Dispose();

    [Fact]
    public void The_text_whose_words_say_least_is_left_out_whole()
    {
        LinguaContextsResult result = Compress(Three, LinguaTarget.Tokens(8));

        Assert.Equal([true, false, false], result.Contexts.Select(static context => context.IsLeftOut));
        Assert.Equal((string.Empty, 0), (result.Contexts[0].Text, result.Contexts[0].Kept.Length));
        Assert.Equal([new TextRange(0, Three[0].Length)], result.Contexts[0].Dropped);
        Assert.Equal([0.15, 0.88, 0.63], result.Contexts.Select(static context => Math.Round(context.Probability!.Value, 2)));
    }

    [Fact]
    public void The_tokens_go_to_the_texts_whose_words_are_worth_most() =>
        Assert.Equal("refund March refund March\n\nrefund refund", Compress(Three, LinguaTarget.Tokens(6)).Text);

    [Fact]
    public void Each_text_is_made_of_parts_of_its_original()
    {
        LinguaContextsResult result = Compress(Three, LinguaTarget.Share(0.5));

        Assert.Equal(result.Text, string.Join("\n\n", result.Contexts.Select(static context => context.Text).Where(static text => text.Length > 0)));
        Assert.All(result.Contexts.Zip(Three), static each =>
        {
            Assert.Equal(each.First.Text, string.Concat(each.First.Kept.Select(range => range.Of(each.Second).ToString())));
            Assert.Equal(each.Second.Length, each.First.Kept.Concat(each.First.Dropped).Sum(static range => range.Length));
        });
        Assert.Equal((18, 9, 9, true), (result.TokensBefore, result.TokensAfter, result.TargetTokens, result.IsWithinTarget));
    }

    [Fact]
    public void Texts_that_are_short_enough_together_come_back_as_they_are()
    {
        LinguaContextsResult result = Compress(Three, LinguaTarget.Tokens(18));

        Assert.Equal(string.Join("\n\n", Three), result.Text);
        Assert.All(result.Contexts, static context => Assert.Equal((null, false, 0), (context.Probability, context.IsLeftOut, context.Dropped.Length)));
    }

    [Fact]
    public void What_is_left_is_not_cut_where_it_is_short_enough() =>
        Assert.Equal(Three[1], Compress(Three, LinguaTarget.Tokens(8), new LinguaContextOptions { KeepContexts = 1 }).Text);

    [Fact]
    public void A_text_that_is_always_kept_is_not_left_out()
    {
        LinguaContextsResult result = Compress(Three, LinguaTarget.Tokens(12), new LinguaContextOptions { KeepContexts = 1, AlwaysKeep = [0] });

        Assert.Equal(Three[0] + "\n\n" + Three[1], result.Text);
    }

    [Fact]
    public void A_negation_stays_in_a_text_that_is_left_and_goes_with_one_that_is_not()
    {
        string[] texts = ["the not in", "refund not March"];
        LinguaContextsResult result = Compress(texts, LinguaTarget.Tokens(2), with: static options => options with { Protect = LinguaProtection.Negations });

        Assert.Equal("not March", result.Text);
        Assert.True(result.Contexts[0].IsLeftOut);
    }

    [Fact]
    public void What_is_protected_in_the_texts_that_are_left_stays_when_it_takes_more_than_there_is()
    {
        LinguaContextsResult result = Compress(["refund 12 34", "paid 56 78", "the the the"], LinguaTarget.Tokens(3), with: static options => options with { Protect = LinguaProtection.Numbers });

        Assert.Equal("12 34\n\n56 78", result.Text);
        Assert.False(result.IsWithinTarget);
    }

    [Fact]
    public void What_is_forced_makes_a_text_no_better()
    {
        LinguaContextsResult result = Compress(["the the the", "was in was"], LinguaTarget.Tokens(2), with: static options => options with { ForceTokens = ["the"] });

        Assert.Equal([true, false], result.Contexts.Select(static context => context.IsLeftOut));
    }

    [Theory]
    [InlineData(1.0, null, null, 0)]
    [InlineData(0.5, null, null, 1)]
    [InlineData(0.01, null, null, 2)]
    [InlineData(null, 3, null, 0)]
    [InlineData(null, 2, null, 1)]
    [InlineData(null, 7, null, 0)]
    [InlineData(null, null, 12L, 1)]
    [InlineData(null, null, 6L, 2)]
    [InlineData(null, null, null, 1)]
    public void As_many_are_left_out_as_was_asked_for(double? share, int? contexts, long? tokens, int leftOut)
    {
        var options = new LinguaContextOptions { KeepShare = share, KeepContexts = contexts, KeepTokens = tokens };

        Assert.Equal(leftOut, Compress(Three, LinguaTarget.Tokens(5), options).Contexts.Count(static context => context.IsLeftOut));
    }

    [Fact]
    public void Without_a_setting_half_of_what_is_to_go_goes_with_whole_texts()
    {
        string[] four = [.. Three, "March March March March March March"];

        // Half way between a share of 0.5 and all is 0.75; about twice 6 of 24 tokens is half.
        Assert.Equal(1, Compress(four, LinguaTarget.Share(0.5)).Contexts.Count(static context => context.IsLeftOut));
        Assert.Equal(2, Compress(four, LinguaTarget.Tokens(6)).Contexts.Count(static context => context.IsLeftOut));
    }

    [Theory]
    [InlineData(LinguaSelection.ExactBudget)]
    [InlineData(LinguaSelection.Percentile)]
    [InlineData(LinguaSelection.Upstream)]
    public void One_text_is_shortened_as_if_it_were_alone(LinguaSelection selection)
    {
        using LinguaCompressor compressor = _words.Compressor(options => options with { Selection = selection });
        LinguaTarget target = LinguaTarget.Share(0.4);

        LinguaContextsResult result = compressor.CompressContexts([Three[2]], target, null, TestContext.Current.CancellationToken);

        Assert.Equal(compressor.Compress(Three[2], target, TestContext.Current.CancellationToken).Text, result.Text);
        Assert.False(result.Contexts[0].IsLeftOut);
    }

    [Fact]
    public void By_percentile_what_was_left_out_makes_room_for_the_words_of_the_others()
    {
        // 8 tokens of 18 were asked for and 12 are left, so the words up to percentile 34 of a text go, not up to 56.
        LinguaContextsResult result = Compress(Three, LinguaTarget.Tokens(8), with: static options => options with { Selection = LinguaSelection.Percentile });

        Assert.Equal("refund March refund March\n\nrefund paid refund paid", result.Text);
    }

    [Fact]
    public void As_upstream_a_share_is_of_what_is_left()
    {
        LinguaContextsResult share = Compress(Three, LinguaTarget.Share(0.5), with: static options => options with { Selection = LinguaSelection.Upstream });
        LinguaContextsResult tokens = Compress(Three, LinguaTarget.Tokens(8), with: static options => options with { Selection = LinguaSelection.Upstream });

        Assert.Equal("March March\n\nrefund refund", share.Text);
        Assert.Equal("refund March refund March\n\nrefund paid refund paid", tokens.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public void A_text_without_words_is_left_out_and_takes_no_place_from_others(string nothing)
    {
        LinguaContextsResult result = Compress([nothing, .. Three, nothing], LinguaTarget.Tokens(6));

        Assert.Equal("refund March refund March\n\nrefund refund", result.Text);
        Assert.Equal(0, result.Contexts[0].Probability);
    }

    [Fact]
    public void No_texts_at_all_are_short_enough() => Assert.Equal((string.Empty, 0), (Compress([], LinguaTarget.Share(0.5)).Text, Compress([], LinguaTarget.Share(0.5)).Contexts.Length));

    [Fact]
    public void Chunks_and_batches_do_not_show_in_the_result()
    {
        string[] texts = [.. Three.Select(static text => string.Join(' ', Enumerable.Repeat(text, 30)))];
        LinguaTarget third = LinguaTarget.Share(0.33);

        Assert.Equal(
            Compress(texts, third, with: static options => options with { MaxSequenceLength = 4_096 }).Text,
            Compress(texts, third, with: static options => options with { MaxSequenceLength = 16, BatchSize = 3 }).Text);
    }

    [Fact]
    public async Task Another_thread_makes_the_same_of_them()
    {
        using LinguaCompressor compressor = _words.Compressor();

        LinguaContextsResult result = await compressor.CompressContextsAsync(Three, LinguaTarget.Tokens(6), null, TestContext.Current.CancellationToken);

        Assert.Equal("refund March refund March\n\nrefund refund", result.Text);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => compressor.CompressContextsAsync(Three, LinguaTarget.Tokens(6), null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_setting_that_makes_no_sense_is_refused_before_the_model_is_asked()
    {
        LinguaContextOptions options = new();
        LinguaContextOptions[] wrong =
        [
            options with { KeepShare = 0 }, options with { KeepShare = 1.01 }, options with { KeepShare = double.NaN }, options with { KeepContexts = 0 }, options with { KeepTokens = 0 },
            options with { AlwaysKeep = [3] }, options with { AlwaysKeep = [-1] },
        ];

        Assert.All(wrong, each => Assert.Throws<ArgumentOutOfRangeException>(() => Compress(Three, LinguaTarget.Tokens(5), each)));
        Assert.Throws<ArgumentException>(() => Compress(Three, LinguaTarget.Tokens(5), options with { KeepShare = 0.5, KeepContexts = 1 }));
        Assert.Throws<ArgumentException>(() => Compress(Three, LinguaTarget.Tokens(5), options with { AlwaysKeep = default }));
        Assert.Throws<ArgumentNullException>(() => Compress(["refund", null!], LinguaTarget.Tokens(5)));
        Assert.Throws<InvalidOperationException>(() => Compress(Three, default));
    }

    private LinguaContextsResult Compress(string[] texts, LinguaTarget target, LinguaContextOptions? options = null, Func<LinguaOptions, LinguaOptions>? with = null)
    {
        using LinguaCompressor compressor = _words.Compressor(with);
        return compressor.CompressContexts(texts, target, options, TestContext.Current.CancellationToken);
    }
}
