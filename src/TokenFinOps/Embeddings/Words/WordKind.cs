namespace TokenFinOps.Embeddings.Words;

/// <summary>What a piece of a text is.</summary>
internal enum WordKind : byte
{
    /// <summary>A word, identifier, or name of a thing such as <c>C++</c> and <c>.net</c>.</summary>
    Word,

    /// <summary>Digits, with a decimal point or dots between them if there are any; commas between thousands are gone.</summary>
    Number,

    /// <summary>An operator, a currency sign, a picture.</summary>
    Symbol,

    /// <summary>One character of a script without spaces between words.</summary>
    Character,

    /// <summary>Two neighbouring characters of such a script.</summary>
    Pair,

    /// <summary>The <c>not</c> of a contraction such as <c>don't</c>.</summary>
    Not,
}
