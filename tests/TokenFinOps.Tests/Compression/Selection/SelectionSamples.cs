using CsCheck;
using TokenFinOps.Compression.Selection;
using TokenFinOps.Tokens;

namespace TokenFinOps.Tests.Compression.Selection;

internal static class SelectionSamples
{
    public const string Model = "gpt-5";

    public static ITokenCounter Counter { get; } = new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait });

    public static ExtractiveSelector Selector { get; } = new(Counter);

    /// <summary>Words, marks and line breaks of many scripts, and what text can be made of when nobody looks.</summary>
    private static readonly string[] Pieces =
    [
        "the invoice", "was not paid", "4,500.75 EUR", "on 2026-03-01", "unless", "Müller", "größer", ". ", "? ", "! ", ", ", "\n", "\n\n", "\r\n", "# Heading\n", "- item ",
        "付款在三月到期。", "合同号是", "什么时候", "платёж просрочен. ", "договор", "العقد رقم", "؟ ", "สัญญาเลขที่ 42 ", "भुगतान नहीं हुआ। ", "계약은 ", "ΣΥΜΒΑΣΗ ",
        "```\nvar total = 1;\n```\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "Ann: hello\n", "2026-01-02T10:00:00Z ERROR disk full\n", "orderTotal", "\"no more than 4\"", "[3] (Title: X) ", "😀", "\uD83D", "\uDE00", "\0", "\u0301", "…", " ",
    ];

    public static Gen<string> Texts { get; } = Gen.Select(Of(Pieces), Gen.Bool, static (piece, spaced) => spaced ? piece + " " : piece).Array[0, 160].Select(string.Concat);

    public static Gen<ContextSource> Sources { get; } = Gen.Select(
        Texts,
        Of<string?>(null, "Zahlungen", "契约", "The Prestige (film)"),
        Of(Enum.GetValues<SourceKind>()),
        static (text, title, kind) => new ContextSource(text, title, kind));

    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    public static SelectionOptions Budget(int tokens) => new() { MaxTokens = tokens, Model = Model };

    public static SelectedContext Cut(string text, string question, int tokens, SourceKind kind = SourceKind.Auto) =>
        Selector.Select([new ContextSource(text, Kind: kind)], question, Budget(tokens));

    public static long Tokens(string text) => Counter.CountText(text, Model).AtMost;
}
