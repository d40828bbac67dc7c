namespace TokenFinOps.Compression.Lossless;

/// <summary>In which form a text is sent.</summary>
internal enum LosslessForm
{
    /// <summary>As it came.</summary>
    Unchanged,

    /// <summary>JSON without white space and escapes.</summary>
    Minified,

    /// <summary>JSON with tables.</summary>
    Tabular,

    /// <summary>Text without terminal colours, blanks at the ends of lines and heaps of empty lines.</summary>
    Tidied,
}
