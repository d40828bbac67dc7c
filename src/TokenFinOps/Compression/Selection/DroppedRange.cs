namespace TokenFinOps.Compression.Selection;

/// <summary>A part of a text that was left out, and why.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="Range">Where it stood in the original text.</param>
/// <param name="Reason">Why it was left out.</param>
public readonly record struct DroppedRange(TextRange Range, DropReason Reason);
