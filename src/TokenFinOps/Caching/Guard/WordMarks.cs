namespace TokenFinOps.Caching.Guard;

/// <summary>What is known of a word.</summary>
[Flags]
internal enum WordMarks : byte
{
    None = 0,

    /// <summary>Begins with a capital.</summary>
    Capital = 1 << 0,

    /// <summary>Is all capitals, and at least two of them.</summary>
    Capitals = 1 << 1,

    /// <summary>Begins a sentence or a line.</summary>
    BeginsSentence = 1 << 2,

    /// <summary>Is listed as a name.</summary>
    Known = 1 << 3,

    /// <summary>Says nothing of the subject.</summary>
    Empty = 1 << 4,

    /// <summary>Says little of the subject.</summary>
    Weak = 1 << 5,

    /// <summary>Negates.</summary>
    Negation = 1 << 6,

    /// <summary>Is common enough not to be a name where it begins a sentence.</summary>
    Common = 1 << 7,
}
