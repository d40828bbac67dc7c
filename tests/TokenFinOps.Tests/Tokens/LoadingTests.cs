using TokenFinOps.Tokens;
using TokenFinOps.Tokens.Encodings;

namespace TokenFinOps.Tests.Tokens;

public sealed class LoadingTests
{
    private const string Text = "one two three four five six";

    [Fact]
    public async Task No_request_waits_for_a_tokenizer_and_later_ones_are_exact()
    {
        using var release = new ManualResetEventSlim();
        var tokenizer = new RecordingTokenizer();
        var counter = new TokenCounter(new TokenCounterOptions(), Encodings(() =>
        {
            release.Wait(TestContext.Current.CancellationToken);
            return tokenizer;
        }));

        TokenCount first = counter.CountText(Text, "gpt-4o");
        release.Set();
        await counter.PreloadAsync("gpt-4o", TestContext.Current.CancellationToken);

        Assert.False(first.IsExact);
        Assert.Equal(TokenCount.Exactly(6), counter.CountText(Text, "gpt-4o"));
    }

    [Fact]
    public void Waiting_makes_the_first_count_exact() => Assert.Equal(TokenCount.Exactly(6), new RecordingTokenizer().Counter().CountText(Text, "gpt-4o"));

    [Fact]
    public async Task A_tokenizer_is_loaded_once_however_many_ask()
    {
        int loaded = 0;
        var counter = new TokenCounter(new TokenCounterOptions(), Encodings(() =>
        {
            Interlocked.Increment(ref loaded);
            return new RecordingTokenizer();
        }));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => counter.PreloadAsync("gpt-5", TestContext.Current.CancellationToken)));
        counter.CountText(Text, "gpt-5");

        Assert.Equal(1, loaded);
    }

    [Fact]
    public async Task A_tokenizer_that_cannot_be_loaded_leaves_estimates_and_preloading_says_why()
    {
        var counter = new TokenCounter(new TokenCounterOptions(), Encodings(static () => throw new FileNotFoundException("o200k_base is missing")));

        TokenCount count = counter.CountText(Text, "gpt-4o");

        Assert.False(count.IsExact);
        await Assert.ThrowsAsync<FileNotFoundException>(() => counter.PreloadAsync("gpt-4o", TestContext.Current.CancellationToken));
        Assert.False(counter.CountText(Text, "gpt-4o").IsExact);
    }

    [Fact]
    public async Task Preloading_a_model_without_a_public_tokenizer_does_nothing()
    {
        var counter = new TokenCounter(new TokenCounterOptions(), Encodings(static () => throw new InvalidOperationException()));

        await counter.PreloadAsync("claude-sonnet-4-5", TestContext.Current.CancellationToken);

        Assert.False(counter.CountText("one two three", "claude-sonnet-4-5").IsExact);
    }

    [Fact]
    public void Limits_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TokenCounterOptions { ExactLength = 10 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TokenCounterOptions { CachedTexts = 0 });
    }

    private static TokenEncodings Encodings(Func<ITextTokenizer> load) => new(load, load);
}
