namespace TokenFinOps.Tokens.Overheads;

/// <summary>Counts texts for one tokenizer family.</summary>
internal readonly record struct FamilyCounter(TextCounter Texts, TokenizerFamily Family)
{
    /// <summary>Counts a text.</summary>
    public TokenCount Count(ReadOnlySpan<char> text) => Texts.Count(text, Family);

    /// <summary>Counts a text in UTF-8.</summary>
    public TokenCount CountUtf8(ReadOnlySpan<byte> text) => Texts.CountUtf8(text, Family);
}
