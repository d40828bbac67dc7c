using System.Globalization;
using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Agreement;
using TokenFinOps.Routing.Complexity;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Learning;

/// <summary>How the router learns, workload by workload, whether a cheaper tier is good enough, and what it promises.</summary>
/// <remarks>
/// What it learns is pairs of answers to the same request, one of the cheap tier and one of the baseline. Until enough pairs prove the promise, and as soon as outcomes refute
/// it, requests go to the baseline's tier: learning only ever permits. The promise is about tiers that answer alone: a cascade is used on its own account, and teaches nothing
/// about its members.
/// </remarks>
public sealed class LearningOptions
{
    /// <summary>Gets or sets the promise. The default is a loss of at most one point in a hundred, with a confidence of 95 %.</summary>
    public QualityGuarantee Guarantee { get; set; } = QualityLoss.AtMost(0.01);

    /// <summary>Gets or sets what scores prompts, so that the easy ones of a workload can go down and the hard ones not. The default, <see langword="null"/>, decides for all of a workload alike: right-sizing.</summary>
    public IPromptScorer? Scorer { get; set; }

    /// <summary>Gets or sets the scores that may become thresholds. The default, <see langword="null"/>, is those of the scorer's calibration when it is a <see cref="ComplexityModel"/>.</summary>
    public IReadOnlyList<float>? Thresholds { get; set; }

    /// <summary>Gets or sets the share of requests, 0 to 1, that are also asked of the other tier, to make pairs. Nobody waits for it; it costs money. The default is 0.</summary>
    public double ShadowShare { get; set; }

    /// <summary>
    /// Gets or sets the most that shadow attempts, and judgements of them by metered clients, may cost in a day (UTC), in US dollars. What a pair is expected to cost is held beforehand.
    /// The default is 1; <see cref="decimal.MaxValue"/> is no limit, without which no pairs are made of API deployments that have no price.
    /// </summary>
    public decimal MaxShadowCostPerDay { get; set; } = 1m;

    /// <summary>Gets or sets how many of a workload's last pairs are kept. The default is 2,000.</summary>
    public int Window { get; set; } = 2_000;

    /// <summary>
    /// Gets or sets after how many new pairs it is looked whether a permission still holds, and at the earliest whether a new one can be proved. The default is 50. Proofs become rarer
    /// with the number of pairs: each takes a part of the risk that the promise leaves, so that all of them together keep it.
    /// </summary>
    public int RecalibrateEvery { get; set; } = 50;

    /// <summary>Gets or sets what says when two answers are the same: then the cheap one was as good. The default is canonical forms.</summary>
    public IAnswerComparer Comparer { get; set; } = AnswerComparer.Default;

    /// <summary>
    /// Gets or sets what scores an answer, 0 to 1, where two cannot be compared: a check of your own, or an evaluator of Microsoft.Extensions.AI.Evaluation by
    /// <c>AnswerEvaluator</c> of the package <c>TokenFinOps.Evaluators</c>. It is asked for each of the two. Where it can't tell (<see langword="null"/>), and where there is nobody to ask, which is the default, the
    /// pair counts as lost: without that the promise would not be about all requests. What it throws is taken for an outage, and teaches nothing.
    /// </summary>
    public Func<RoutingRequest, ChatResponse, CancellationToken, ValueTask<double?>>? Evaluate { get; set; }

    internal IEnumerable<string> Errors()
    {
        if (Guarantee is null || Comparer is null)
        {
            yield return $"{nameof(Guarantee)} or {nameof(Comparer)} is null; leave the default.";
        }

        if (ShadowShare is not (>= 0 and <= 1))
        {
            yield return $"{nameof(ShadowShare)} is {ShadowShare}; use 0 to 1.";
        }

        if (MaxShadowCostPerDay < 0)
        {
            yield return $"{nameof(MaxShadowCostPerDay)} is {MaxShadowCostPerDay}; use 0 or more US dollars.";
        }

        if (Window < 50 || RecalibrateEvery < 1)
        {
            yield return $"{nameof(Window)} is {Window} and {nameof(RecalibrateEvery)} {RecalibrateEvery}; use at least 50 and 1.";
        }

        if (Guarantee is not null && ShadowShare > 0 && !(Guarantee.AtRisk((1 - Guarantee.Confidence) / 2).FewestExamples is var fewest && fewest <= Window))
        {
            yield return $"{nameof(Window)} is {Window}, but it takes {fewest?.ToString(CultureInfo.InvariantCulture) ?? "more than a million"} pairs at least to prove a loss of at most {Guarantee.MaximumLoss} with a confidence of {Guarantee.Confidence}; use more, or promise less.";
        }

        if (Thresholds?.Any(float.IsNaN) is true)
        {
            yield return $"A value of {nameof(Thresholds)} is not a number; use scores.";
        }

        if (Scorer is null && Thresholds is not null)
        {
            yield return $"{nameof(Thresholds)} are of scores, and there is no {nameof(Scorer)}; set it, or leave them out.";
        }

        if (Scorer is not (null or ComplexityModel) && Thresholds is not { Count: > 0 })
        {
            yield return $"{nameof(Scorer)} has no calibration of its own; set {nameof(Thresholds)}.";
        }
    }
}
