using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>What stands before a cascade: by a prompt's score, one cheap model answers it alone, or the dear one does without asking the cheap ones.</summary>
/// <param name="Alone">The cheap model that answers alone.</param>
/// <param name="Policy">The name of what scores prompts.</param>
/// <param name="Scorer">What scores prompts.</param>
/// <param name="AloneUpTo">The highest score that the cheap model answers alone; negative infinity for none.</param>
/// <param name="DirectAbove">The score above which the dear model is asked at once; positive infinity for none.</param>
internal sealed record CascadeFront(string Alone, string Policy, IPromptScorer Scorer, double AloneUpTo, double DirectAbove);
