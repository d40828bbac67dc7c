namespace TokenFinOps.Compression.Selection;

/// <summary>Why a part of a text was left out.</summary>
public enum DropReason
{
    /// <summary>What was kept answers the question better, and the budget had no room for both.</summary>
    LessRelevant,

    /// <summary>The same line stands earlier in the log.</summary>
    Repeated,

    /// <summary>A model holds it to be needed least.</summary>
    LeastLikely,
}
