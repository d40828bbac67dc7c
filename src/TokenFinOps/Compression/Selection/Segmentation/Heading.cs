namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>A part of a source that is kept when anything below it is: a heading, a table's header, the speaker of a long turn.</summary>
/// <param name="Source">The number of its source.</param>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Parent">The number of the heading above it, or -1.</param>
internal readonly record struct Heading(int Source, int Start, int End, int Parent);
