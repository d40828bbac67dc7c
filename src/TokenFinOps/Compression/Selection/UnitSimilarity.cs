namespace TokenFinOps.Compression.Selection;

/// <summary>Says how close in meaning units of text are to a question, e.g. by the cosine of their embeddings.</summary>
/// <remarks>Called at most once a selection, on the caller's thread. For the same input it must give the same numbers, or the selection is not repeatable.</remarks>
/// <param name="question">The question.</param>
/// <param name="units">The units, in their order in the text.</param>
/// <param name="similarities">Takes a number for each unit, higher for closer, -1 to 1. It comes filled with zeros.</param>
public delegate void UnitSimilarity(string question, IReadOnlyList<string> units, Span<float> similarities);
