namespace TokenFinOps.Caching.Guard;

/// <summary>In what two questions differ so that one's answer cannot be the other's, however similar they are.</summary>
[Flags]
public enum GuardFindings
{
    /// <summary>In nothing that the guard knows.</summary>
    None = 0,

    /// <summary>Numbers.</summary>
    Numbers = 1 << 0,

    /// <summary>Units, currencies or scales of quantities.</summary>
    Units = 1 << 1,

    /// <summary>Dates, times or periods.</summary>
    Dates = 1 << 2,

    /// <summary>One negates what the other affirms.</summary>
    Negation = 1 << 3,

    /// <summary>Words of opposite meaning.</summary>
    Antonyms = 1 << 4,

    /// <summary>Comparatives or superlatives.</summary>
    Comparatives = 1 << 5,

    /// <summary>Quantifiers, e.g. all and some.</summary>
    Quantifiers = 1 << 6,

    /// <summary>Names.</summary>
    Names = 1 << 7,

    /// <summary>Code, operators, identifiers, paths or addresses.</summary>
    Code = 1 << 8,

    /// <summary>Languages or scripts.</summary>
    Language = 1 << 9,

    /// <summary>Who does what to whom, e.g. from A to B and from B to A.</summary>
    Order = 1 << 10,

    /// <summary>One of them says nothing that could be compared.</summary>
    Empty = 1 << 11,

    /// <summary>What is asked for: when, where, who, why, how many.</summary>
    Question = 1 << 12,

    /// <summary>Words of a long text, whose similarity hides them.</summary>
    Wording = 1 << 13,
}
