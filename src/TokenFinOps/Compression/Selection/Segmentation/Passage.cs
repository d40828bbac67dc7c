namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>Units that speak of one thing: a paragraph, a table, a conversation.</summary>
/// <param name="Source">The number of its source.</param>
/// <param name="Head">The number of the heading above it, or -1.</param>
/// <param name="First">The number of its first unit.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct Passage(int Source, int Head, int First, SourceKind Kind);
