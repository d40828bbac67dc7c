namespace TokenFinOps.Tokens.Estimation;

/// <summary>What a character is written in, as far as tokenizers treat it differently.</summary>
internal enum ScriptGroup
{
    /// <summary>Latin letters of English and of program code, which every tokenizer knows best.</summary>
    EnglishLatin,

    /// <summary>Latin letters of any other language.</summary>
    OtherLatin,

    /// <summary>Decimal digits.</summary>
    Digits,

    /// <summary>White space in English and in code. Most words' first token begins with it.</summary>
    EnglishSpace,

    /// <summary>White space in any other language.</summary>
    OtherSpace,

    /// <summary>ASCII punctuation.</summary>
    Punctuation,

    /// <summary>Cyrillic.</summary>
    Cyrillic,

    /// <summary>Greek.</summary>
    Greek,

    /// <summary>Hebrew.</summary>
    Hebrew,

    /// <summary>Arabic, Persian, Urdu.</summary>
    Arabic,

    /// <summary>Devanagari, Bengali, Tamil and their relatives.</summary>
    Indic,

    /// <summary>Thai.</summary>
    Thai,

    /// <summary>Lao, Khmer, Burmese, Tibetan.</summary>
    SouthEastAsian,

    /// <summary>Korean.</summary>
    Hangul,

    /// <summary>Hiragana and Katakana.</summary>
    Kana,

    /// <summary>Chinese characters, in whatever language.</summary>
    Han,

    /// <summary>Armenian, Georgian, Amharic and other alphabets that few tokenizers know.</summary>
    RareAlphabets,

    /// <summary>Symbols, emoji, signs that are not ASCII.</summary>
    Symbols,
}
