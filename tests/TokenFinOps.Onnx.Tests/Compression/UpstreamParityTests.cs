using System.Text.Json;
using TokenFinOps.Onnx.Compression;
using TokenFinOps.Onnx.Tests.Fakes;
using TokenFinOps.Onnx.Text;
using TokenFinOps.Tokens;

namespace TokenFinOps.Onnx.Tests.Compression;

/// <summary>What LLMLingua-2's own program does around its network, at its own examples where the data are at hand.</summary>
public class UpstreamParityTests
{
    private static readonly string? Data = Environment.GetEnvironmentVariable("TOKENFINOPS_DATA") is { Length: > 0 } path ? path : FindData();

    [Theory]
    [InlineData("PROMPT", "COMPRESSED_SINGLE_CONTEXT_PROMPT", "\n")]
    [InlineData("GSM8K_PROMPT", "GSM8K_150TOKENS_COMPRESSED_SINGLE_CONTEXT_PROMPT", "+", "-", "*", "×", "÷", "=", "The answer is", "\n")]
    public void The_words_that_upstream_kept_are_put_together_as_upstream_did(string source, string golden, params string[] forceTokens)
    {
        (string text, string expected) = Fixture(source, golden);
        var tokenizer = new SpacedPunctuation();
        var model = new KnownChoice(tokenizer, forceTokens, (text, expected));
        LinguaOptions options = Options(tokenizer) with { ForceTokens = [.. forceTokens], MaxSequenceLength = 4_096 };
        using var compressor = new LinguaCompressor(options, new WordCounter(), model);

        // Whatever the threshold is between 0 and 1, it parts what upstream kept from what it dropped.
        LinguaResult result = compressor.Compress(text, LinguaTarget.Share(0.9), TestContext.Current.CancellationToken);

        Assert.Equal(expected, result.Text);
    }

    [Theory]
    [InlineData("PROMPT", "COMPRESSED_MULTIPLE_CONTEXT_PROMPT", 40, 0, "\n", ".", "!", "?")]
    [InlineData("GSM8K_PROMPT", "GSM8K_150TOKENS_COMPRESSED_MULTIPLE_CONTEXT_PROMPT", 150, 1, "+", "-", "*", "×", "/", "÷", "=", "The answer is", "\n")]
    public void Of_several_texts_the_one_is_left_that_upstream_left(string source, string golden, int tokens, int kept, params string[] forceTokens)
    {
        JsonElement examples = Examples();
        string[] texts = examples.GetProperty(source).GetString()!.Split("\n\n");
        string expected = examples.GetProperty(golden).GetString()!;
        var tokenizer = new SpacedPunctuation();
        var model = new KnownChoice(tokenizer, forceTokens, [.. texts.Select((text, i) => (text, i == kept ? expected : string.Empty))]);
        LinguaOptions options = Options(tokenizer) with { ForceTokens = [.. forceTokens], MaxSequenceLength = 4_096, TargetModel = "gpt-4" };
        using var compressor = new LinguaCompressor(options, Counter(), model);

        LinguaContextsResult result = compressor.CompressContexts(texts, LinguaTarget.Tokens(tokens), null, TestContext.Current.CancellationToken);

        Assert.Equal(expected, result.Text);
        Assert.Equal(kept == 0 ? [false, true] : [true, false], result.Contexts.Select(static context => context.IsLeftOut));
    }

    [Fact]
    public void Of_twelve_texts_as_many_are_left_as_upstream_left()
    {
        string[] texts = [.. Examples().GetProperty("LONGBENCH_PROMPT_LIST").EnumerateArray().Select(static text => text.GetString()!)];
        int[] leftByUpstream = [2, 8, 11];
        var model = new KnownMeans([.. texts.Select((_, i) => (leftByUpstream.Contains(i) ? 0.5f : 0.2f) + (0.01f * i))]);
        LinguaOptions options = Options(new SpacedPunctuation()) with { MaxSequenceLength = 4_096, TargetModel = "gpt-4" };
        using var compressor = new LinguaCompressor(options, Counter(), model);

        LinguaContextsResult result = compressor.CompressContexts(texts, LinguaTarget.Tokens(1_000), null, TestContext.Current.CancellationToken);

        Assert.Equal(leftByUpstream, Enumerable.Range(0, texts.Length).Where(i => !result.Contexts[i].IsLeftOut));
    }

    [Fact]
    public void A_force_token_without_a_piece_of_its_own_is_one_piece_in_its_place()
    {
        var upstream = new UpstreamWords(new SpacedPunctuation(), new ForceTokenFinder(["\n", "?"]), favoursDigits: false);

        IReadOnlyList<EncodedPiece> pieces = upstream.Encode("so?\nyes", ["\n", "?"]);

        Assert.Equal([("so", 0), ("?", 2), ("\n", 3), ("yes", 4)], pieces.Select(static piece => (piece.Text, piece.Start)));
    }

    [Fact]
    public void Pieces_of_XLM_R_are_merged_at_spaces_and_before_punctuation()
    {
        Assert.Equal(["costs", "3", ".50", "(now", ")"], Merge(["▁costs", "▁3", ".", "50", "▁(now", ")"], digits: false).Select(static word => word.Text));
    }

    [Fact]
    public void A_words_probability_is_the_mean_of_its_pieces_and_digits_only_raise_it()
    {
        Assert.Equal([0.2, 0.2], Merge(["▁ab", "c1", "▁x"], digits: false).Select(static word => Math.Round(word.Probability, 6)));
        Assert.Equal([0.6, 0.2], Merge(["▁ab", "c1", "▁x"], digits: true).Select(static word => Math.Round(word.Probability, 6)));
    }

    [Fact]
    public void Force_tokens_with_nothing_between_them_lose_all_but_the_first()
    {
        LinguaWord[] words = [Forced("\n"), Word("the", 0.1), Forced("\n"), Word("refund", 0.9), Forced("\n"), Forced("?"), Forced("\n")];

        IReadOnlyList<LinguaWord> dropped = ConsecutiveTokens.Drop(words, 10);

        Assert.Equal([1.0, 0.1, 0.0, 0.9, 1.0, 1.0, 1.0], dropped.Select(static word => word.Probability));
    }

    [Fact]
    public void A_threshold_of_one_keeps_what_reaches_it()
    {
        bool[] kept = new Thresholds(new WordCounter(), null).Choose([Word("a", 1), Word("b", 1), Word("c", 0.5)], 0.1);

        Assert.Equal([true, true, false], kept);
    }

    [Fact]
    public void The_threshold_weighs_a_word_by_the_tokens_of_the_model_it_is_for()
    {
        // Percentile 51 of (0.1, 0.1, 0.1, 0.4, 0.9): the long word counts three times.
        bool[] kept = new Thresholds(new WordCounter(), null).Choose([Word("a b c", 0.1), Word("d", 0.4), Word("e", 0.9)], 0.5);

        Assert.Equal([false, true, true], kept);
    }

    private static LinguaWord Word(string text, double probability) => new(text, 0, text.Length, probability);

    private static LinguaWord Forced(string text) => new(text, 0, text.Length, 1) { IsForceToken = true };

    private static IReadOnlyList<LinguaWord> Merge(string[] pieces, bool digits) =>
        new UpstreamWords(new SpacedPunctuation(), new ForceTokenFinder([]), digits).Merge(pieces.Select(static piece =>
        {
            bool afterSpace = piece.StartsWith('▁');
            return new ScoredPiece(new EncodedPiece(0, piece.TrimStart('▁'), 0, 0, afterSpace, afterSpace), 0.2f, 0);
        }));

    private static LinguaOptions Options(OnnxTokenizer tokenizer) => new() { ModelPath = "none", Tokenizer = tokenizer, Selection = LinguaSelection.Upstream, Protect = LinguaProtection.None };

    // Upstream counts by the tokens of gpt-3.5-turbo and gpt-4.
    private static TokenCounter Counter() => new(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });

    private static JsonElement Examples()
    {
        string file = Path.Combine(Data ?? "none", "compress", "llmlingua_golden.json");
        Assert.SkipUnless(File.Exists(file), "LLMLingua's own examples are not here; set TOKENFINOPS_DATA to the folder that has compress/llmlingua_golden.json.");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.GetProperty("tests/test_llmlingua2.py").Clone();
    }

    private static (string Text, string Expected) Fixture(string source, string golden)
    {
        JsonElement examples = Examples();

        // The program was given the first of several questions.
        string text = examples.GetProperty(source).GetString()!;
        return (source.StartsWith("GSM8K", StringComparison.Ordinal) ? text.Split("\n\n")[0] : text, examples.GetProperty(golden).GetString()!);
    }

    private static string? FindData()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
