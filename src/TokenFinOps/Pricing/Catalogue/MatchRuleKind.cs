namespace TokenFinOps.Pricing.Catalogue;

/// <summary>What a <see cref="MatchRule"/> compares a name with.</summary>
public enum MatchRuleKind
{
    /// <summary>The name is the text.</summary>
    EqualTo,

    /// <summary>The name begins with the text.</summary>
    StartsWith,

    /// <summary>The name ends with the text.</summary>
    EndsWith,

    /// <summary>The text is somewhere in the name.</summary>
    Contains,

    /// <summary>A regular expression finds a match in the lower-cased name.</summary>
    Pattern,

    /// <summary>At least one of the inner rules matches.</summary>
    AnyOf,

    /// <summary>Every inner rule matches.</summary>
    AllOf,
}
