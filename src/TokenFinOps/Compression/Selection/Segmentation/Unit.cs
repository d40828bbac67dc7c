namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>A part of a source that is kept or dropped whole.</summary>
/// <param name="Source">The number of its source.</param>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Passage">The number of its passage.</param>
/// <param name="Head">The number of the heading that it needs above it, or -1.</param>
/// <param name="Original">The unit that says the same earlier in a log, or -1.</param>
internal readonly record struct Unit(int Source, int Start, int End, int Passage, int Head, int Original = -1)
{
    public int Length => End - Start;
}
