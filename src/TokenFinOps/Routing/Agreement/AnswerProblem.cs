namespace TokenFinOps.Routing.Agreement;

/// <summary>What is wrong with an answer.</summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Reason">The same in a few words. It names tools and properties, and never quotes the answer.</param>
public sealed record AnswerProblem(AnswerProblemKind Kind, string Reason);
