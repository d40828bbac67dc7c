using CsCheck;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Onnx.Compression;
using TokenFinOps.Onnx.Tests.Fakes;

namespace TokenFinOps.Onnx.Tests.Compression;

public sealed class LinguaPropertyTests : IDisposable
{
    private static readonly Gen<string> Texts = Gen.OneOf<string>(
        "the", "refund", "was", "not", "paid", "12", "3.50", "$80,000", "4 hours", "`rm -rf`", "\"as is\"", "学校不在", "ภาษาไทย", "don't", "user_id", ",", ".", "(", ")", "💡", "é", "a/b", "\u0000")
        .Array[0, 40].Select(Gen.OneOf<string>(" ", "\n", "", "  ", "\t").Array[40])
        .Select(static (words, gaps) => string.Concat(words.Select((word, i) => word + gaps[i])));

    private readonly KnownWords _words = new(("the", 0.1), ("refund", 0.9), ("was", 0.2), ("not", 0.05), ("paid", 0.8), (".", 0.6), ("学", 0.7), ("校", 0.3));

    public void Dispose() => _words.Dispose();

    [Fact]
    public void Every_result_is_made_of_the_original_within_the_budget_or_of_what_is_protected()
    {
        using LinguaCompressor compressor = _words.Compressor(static options => options with { Protect = LinguaProtection.All });
        using LinguaCompressor unprotected = _words.Compressor(static options => options with { MaxSequenceLength = 8 });
        Texts.Select(Gen.Int[1, 40]).Sample((text, tokens) =>
        {
            LinguaResult result = compressor.Compress(text, LinguaTarget.Tokens(tokens), TestContext.Current.CancellationToken);
            Check(text, result);
            bool[] isKept = new bool[text.Length];
            foreach (TextRange range in result.Kept)
            {
                Array.Fill(isKept, true, range.Start, range.Length);
            }

            Assert.All(
                ProtectedText.In(text, LinguaProtection.All).SelectMany(static range => Enumerable.Range(range.Start, range.Length)).Where(at => !char.IsWhiteSpace(text[at])),
                at => Assert.True(isKept[at]));

            LinguaResult free = unprotected.Compress(text, LinguaTarget.Tokens(tokens), TestContext.Current.CancellationToken);
            Check(text, free);
            Assert.True(free.IsWithinTarget);
        }, iter: 1_000, seed: "0N0XIRe7GCs2");
    }

    [Fact]
    public void Several_texts_together_keep_the_budget_and_are_made_of_their_originals()
    {
        using LinguaCompressor compressor = _words.Compressor(static options => options with { Protect = LinguaProtection.All });
        using LinguaCompressor unprotected = _words.Compressor(static options => options with { MaxSequenceLength = 8 });
        Texts.Array[1, 5].Select(Gen.Int[1, 60], Gen.Int[1, 5]).Sample((texts, tokens, contexts) =>
        {
            var options = new LinguaContextOptions { KeepContexts = contexts };
            LinguaContextsResult free = unprotected.CompressContexts(texts, LinguaTarget.Tokens(tokens), options, TestContext.Current.CancellationToken);
            Assert.True(free.IsWithinTarget);
            CheckAll(texts, free);
            CheckAll(texts, compressor.CompressContexts(texts, LinguaTarget.Tokens(tokens), options, TestContext.Current.CancellationToken));
        }, iter: 500, seed: "0N0XIRe7GCs2");
    }

    private static void CheckAll(string[] texts, LinguaContextsResult result)
    {
        Assert.Equal(new WordCounter().CountText(result.Text).Tokens, result.TokensAfter);
        Assert.All(result.Contexts.Zip(texts), static each =>
        {
            (LinguaContext context, string text) = each;
            Assert.Equal(context.Text, string.Concat(context.Kept.Select(range => text[range.Start..range.End])));
            Assert.Equal(text, string.Concat(context.Kept.Concat(context.Dropped).OrderBy(static range => range.Start).Select(range => text[range.Start..range.End])));
        });
    }

    private static void Check(string text, LinguaResult result)
    {
        Assert.Equal(result.Text, string.Concat(result.Kept.Select(range => text[range.Start..range.End])));
        Assert.Equal(text, string.Concat(result.Kept.Concat(result.Dropped).OrderBy(static range => range.Start).Select(range => text[range.Start..range.End])));
        Assert.Equal(new WordCounter().CountText(result.Text).Tokens, result.TokensAfter);
    }
}
