namespace TokenFinOps.Evaluation.Routing;

/// <summary>One question, and what several models answered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Prompt">The question.</param>
/// <param name="Domain">What it is about, where that is known.</param>
/// <param name="Answers">The answers by model.</param>
internal sealed record MatrixRow(string Id, string Prompt, string? Domain, IReadOnlyDictionary<string, MatrixAnswer> Answers);
