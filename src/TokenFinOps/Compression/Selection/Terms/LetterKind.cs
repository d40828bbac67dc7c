namespace TokenFinOps.Compression.Selection.Terms;

/// <summary>How a character takes part in words.</summary>
internal enum LetterKind : byte
{
    /// <summary>Stands between words.</summary>
    None,

    /// <summary>A letter, mark or digit of a script that puts spaces between words.</summary>
    Word,

    /// <summary>A character of a script that does not, or whose words carry particles: pairs of neighbours are the terms.</summary>
    Dense,

    /// <summary>Belongs to the letter before it and is left out of terms, e.g. an accent or a vowel point.</summary>
    Ignored,
}
