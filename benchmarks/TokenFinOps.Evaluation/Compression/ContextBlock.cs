using TokenFinOps.Compression.Selection;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>A document, turn or sentence that a baseline keeps or drops whole.</summary>
internal readonly record struct ContextBlock(int Source, TextRange Range);
