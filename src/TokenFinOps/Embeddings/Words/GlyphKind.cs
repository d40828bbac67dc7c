namespace TokenFinOps.Embeddings.Words;

/// <summary>How a character takes part in words.</summary>
internal enum GlyphKind : byte
{
    /// <summary>Stands between words and means nothing by itself: spaces, most punctuation.</summary>
    Gap,

    /// <summary>A letter, digit or mark of a script that puts spaces between words; also the underscore, which joins identifiers.</summary>
    Letter,

    /// <summary>A character of a script that does not: neighbours in pairs are the words.</summary>
    Dense,

    /// <summary>An operator, currency sign or picture: a word of its own.</summary>
    Symbol,

    /// <summary>Belongs to the letter before it and is left out, e.g. an accent that stands alone.</summary>
    Ignored,
}
