namespace TokenFinOps.Caching.Guard;

/// <summary>How a word takes part in a written number.</summary>
internal enum NumberPart : byte
{
    None,

    /// <summary>Zero to nineteen.</summary>
    Unit,

    /// <summary>Twenty to ninety.</summary>
    Ten,

    /// <summary>Multiplies what stands before it: hundred, thousand, dozen.</summary>
    Scale,

    /// <summary>A Roman numeral of two letters or more.</summary>
    Roman,

    /// <summary>First to tenth: a number where the other text has it in digits.</summary>
    Ordinal,
}
