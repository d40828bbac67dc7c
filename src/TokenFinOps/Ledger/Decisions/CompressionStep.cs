namespace TokenFinOps.Ledger.Decisions;

/// <summary>What was done to a part of a prompt.</summary>
public enum CompressionStep : byte
{
    /// <summary>JSON was written without white space and without escapes that are not needed.</summary>
    Minified,

    /// <summary>JSON was written with tables, so that keys are said once.</summary>
    Tabulated,

    /// <summary>Terminal colours, blanks at the ends of lines and heaps of empty lines were left out.</summary>
    Tidied,

    /// <summary>A text that stands earlier in the prompt was replaced by a reference to it.</summary>
    Deduplicated,

    /// <summary>An old tool result was replaced by a stub, from which the model can fetch it back.</summary>
    Stubbed,

    /// <summary>What has nothing to do with the question was left out.</summary>
    Selected,

    /// <summary>The oldest part of the conversation was replaced by a summary, or by a note of how much it was.</summary>
    Compacted,

    /// <summary>Articles and phrases that say nothing were taken out of English prose.</summary>
    Pruned,
}
