namespace TokenFinOps.Compression.Selection;

/// <summary>What a text is, which decides the units that are kept or dropped whole.</summary>
public enum SourceKind
{
    /// <summary>Look at the text and decide.</summary>
    Auto,

    /// <summary>Prose, with or without headings: sentences are the units, and a fenced block of code is one.</summary>
    Document,

    /// <summary>A conversation of <c>Name: what was said</c> lines: turns are the units, or the sentences of long ones.</summary>
    Dialogue,

    /// <summary>A table, comma- or tab-separated lines, or one JSON value a line: lines are the units, and the header stays with any of them.</summary>
    Rows,

    /// <summary>Log lines: entries are the units, with the lines of a stack trace, and what is repeated is kept once and counted.</summary>
    Log,

    /// <summary>Source code: blocks of whole lines are the units.</summary>
    Code,
}
