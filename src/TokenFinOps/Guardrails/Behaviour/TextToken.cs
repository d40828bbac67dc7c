namespace TokenFinOps.Guardrails.Behaviour;

/// <summary>What a piece of a text is.</summary>
internal enum TextToken : byte
{
    /// <summary>White space.</summary>
    Space,

    /// <summary>Punctuation and symbols.</summary>
    Mark,

    /// <summary>Letters, without a digit.</summary>
    Word,

    /// <summary>Something with a digit in it: a number, an id, a moment.</summary>
    Number,
}
