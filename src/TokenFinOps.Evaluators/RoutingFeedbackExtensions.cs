using Microsoft.Extensions.AI.Evaluation;
using TokenFinOps.Routing.Learning;

namespace TokenFinOps.Evaluators;

/// <summary>Tells the router what an evaluation that was made later found, such as one of a nightly report.</summary>
public static class RoutingFeedbackExtensions
{
    /// <summary>Records how good an answer turned out to be.</summary>
    /// <param name="feedback">The router's: <c>client.GetService&lt;IRoutingFeedback&gt;()</c>.</param>
    /// <param name="responseId">The <c>ResponseId</c> of the answer.</param>
    /// <param name="result">What an evaluator found.</param>
    /// <param name="scale">How metrics become a quality; <see langword="null"/> for the worst of all metrics by the evaluator's ratings.</param>
    /// <returns><see langword="true"/> when it was recorded: the answer is known, which only recent ones are, and the evaluation is conclusive.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="InvalidOperationException">A metric has no rating and the scale can't rate it.</exception>
    public static bool RecordOutcome(this IRoutingFeedback feedback, string responseId, EvaluationResult result, EvaluationScale? scale = null)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        ArgumentException.ThrowIfNullOrEmpty(responseId);
        return (scale ?? EvaluationScale.Default).QualityOf(result) is { } quality && feedback.RecordOutcome(responseId, quality);
    }
}
