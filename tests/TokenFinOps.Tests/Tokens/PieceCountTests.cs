using CsCheck;
using Microsoft.ML.Tokenizers;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Tokens;

/// <summary>Texts are counted piece by piece; the tokenizer's own count of the whole text is the judge.</summary>
public sealed class PieceCountTests
{
    private static readonly Tokenizer Cl100k = TiktokenTokenizer.CreateForEncoding("cl100k_base");
    private static readonly Tokenizer O200k = TiktokenTokenizer.CreateForEncoding("o200k_base");

    // What begins, ends or goes on a match in one of the expressions, next to what does so elsewhere.
    private static readonly string[] Bits =
    [
        "a", "B", "word", "Word", "I", "'s", "'S", "'ll", "'", "’", "0", "12", "2024", " ", "  ", "\t", "\n", "\r\n", "\n\n", " \n", "\n ", "/", "//", ",", "\",\"", "\":", "{", "}", "[", "]", "_", "-", ".", "…",
        "<|", "|>", "<", "|", "é", "e\u0301", "ß", "ſ", "日本", "は", "。", "、", "«", "€", "ก", "\u0E33", "и", "٣", "½", "😀", "👨‍👩‍👧", "\u00A0", "\u2028", "\u0085", "\0", "\x1C", "\x7F", "\uD83D", "İ", "ʰ", "ǅ", "K",
    ];

    [Fact]
    public void The_pieces_of_any_text_have_as_many_tokens_as_the_text() =>
        Gen.Int[0, Bits.Length - 1].Select(static bit => Bits[bit]).Array[0, 40].Select(string.Concat)
            .Where(static text => !text.Contains("<|", StringComparison.Ordinal) || !text.Contains("|>", StringComparison.Ordinal))
            .Sample(
                static text => TestCounter.Exact.CountText(text, "gpt-4").Tokens == Cl100k.CountTokens(text) && TestCounter.Exact.CountText(text, "gpt-4o").Tokens == O200k.CountTokens(text),
                iter: 50_000, seed: "0000000000042", threads: 1);

    [Fact]
    public void Callers_at_once_count_the_same()
    {
        string[] texts = [.. Enumerable.Range(0, 2_000).Select(static number => $"{{\"order\": \"A{number}\", \"note\": \"it isn't {number * 7919}\"}}")];
        var counter = new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait, CachedTexts = 16 });

        Parallel.For(0, 8, worker =>
        {
            foreach (string text in worker % 2 == 0 ? texts : texts.Reverse())
            {
                Assert.Equal(O200k.CountTokens(text), counter.CountText(text, "gpt-4o").Tokens);
            }
        });
    }
}
