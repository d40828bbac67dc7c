namespace TokenFinOps.Evaluation.Routing.Sessions;

/// <summary>A part of a prompt, named by all that stands before it too.</summary>
internal readonly record struct PromptBlock(long Id, long Tokens);
