namespace TokenFinOps.Tokens.Encodings;

/// <summary>Counts the tokens of a text by a model's own tokenizer.</summary>
internal interface ITextTokenizer
{
    /// <summary>Counts. May take time quadratic in the longest run of letters, spaces or signs: see <see cref="RunCutter"/>.</summary>
    int Count(ReadOnlySpan<char> text);
}
