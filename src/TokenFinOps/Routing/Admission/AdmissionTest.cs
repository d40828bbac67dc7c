using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Admission;

/// <summary>Decides, before anything is routed, whether a workload's prompts may go to a cheap model by a scorer's word.</summary>
/// <remarks>
/// <para>
/// Where the examples prove that the cheap model alone keeps the quality that is asked for, it is admitted for everything, and nothing need be scored. The proof is a bound that
/// holds for any number of examples. Else the scorer is judged, and refused where
/// </para>
/// <para>1. there are too few examples, or the strong model is not better on them, so that there is no gap by which to judge it;</para>
/// <para>2. the cheap model is too weak: below a share of the strong one's quality too few prompts can be left to it;</para>
/// <para>3. the scorer is not better than a random mix outside its bootstrap interval;</para>
/// <para>4. the scorer is worse than prompt length outside the paired interval. It need not be better outside of it: length is a scorer too, both can be right, and
/// some hundred examples cannot tell two good scorers apart that agree on most prompts;</para>
/// <para>5. what it saves is too little: at the target quality its bill is hardly below that of a random mix, however sure the difference is.</para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class AdmissionTest
{
    private const int Draws = 1_000;

    private readonly AdmissionOptions _options;

    /// <summary>Initializes a test.</summary>
    /// <param name="options">What it asks for; the defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AdmissionTest(AdmissionOptions? options = null)
    {
        _options = options ?? new AdmissionOptions();
        _options.Validate();
    }

    /// <summary>Judges the model that a trainer makes of examples, by cross-fitting it on them.</summary>
    /// <param name="examples">Prompts and what the two models made of them.</param>
    /// <param name="trainer">What trains.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="ArgumentException">There are too few examples to train on.</exception>
    public AdmissionVerdict Judge(IReadOnlyList<RoutingExample> examples, ComplexityTrainer trainer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        return Judge(examples, trainer.CrossFit(examples, cancellationToken));
    }

    /// <summary>Judges scores.</summary>
    /// <param name="examples">Prompts and what the two models made of them.</param>
    /// <param name="scores">A score for each, by a scorer that was not trained on it: see <see cref="ComplexityTrainer.CrossFit"/>.</param>
    /// <returns>The verdict.</returns>
    /// <exception cref="ArgumentException">There are no examples, not as many scores as examples, or a score is not a number.</exception>
    public AdmissionVerdict Judge(IReadOnlyList<RoutingExample> examples, ReadOnlySpan<double> scores)
    {
        RoutingCurve curve = RoutingCurve.Of(scores, examples);
        double[] lengths = PromptLength.Scores(examples);
        var ours = new ResampledCurve(scores, examples);
        var length = new ResampledCurve(lengths, examples);
        double randomShare = RandomShare(curve);
        double ratioBound = QualityRatioBound.Lower(examples, _options.Confidence);
        var figures = new AdmissionVerdict
        {
            IsAdmitted = false,
            CheapAloneIsEnough = examples.Count >= _options.MinimumExamples && ratioBound >= _options.TargetQuality,
            Reason = string.Empty,
            Examples = examples.Count,
            QualityRatio = curve.CheapQuality / curve.BaselineQuality,
            QualityRatioBound = ratioBound,
            Apgr = curve.Apgr,
            ApgrInterval = CurveBootstrap.Interval([ours], static curves => curves[0].Apgr, _options.Confidence, Draws, _options.Seed),
            LengthApgr = RoutingCurve.Of(lengths, examples).Apgr,
            BeyondLength = CurveBootstrap.Interval([ours, length], static curves => curves[0].Apgr - curves[1].Apgr, _options.Confidence, Draws, _options.Seed),
            CostAtTarget = curve.CostFor(_options.TargetQuality, _options.PriceRatio),
            RandomCostAtTarget = randomShare + ((1 - randomShare) * _options.PriceRatio),
        };
        if (figures.CheapAloneIsEnough)
        {
            return figures with { IsAdmitted = true, Reason = Advice(figures) };
        }

        string? objection = Objection(figures);
        return figures with { IsAdmitted = objection is null, Reason = objection ?? Praise(figures) };
    }

    private double RandomShare(RoutingCurve curve)
    {
        double gap = curve.BaselineQuality - curve.CheapQuality;
        return gap > 0 ? Math.Clamp(((_options.TargetQuality * curve.BaselineQuality) - curve.CheapQuality) / gap, 0, 1) : 0;
    }

    private string? Objection(AdmissionVerdict it) =>
        it.Examples < _options.MinimumExamples ? FormattableString.Invariant(
            $"There are too few examples to judge by: {it.Examples}, and {_options.MinimumExamples} is the least.")
        : double.IsNaN(it.Apgr) ? FormattableString.Invariant(
            $"The strong model is not better on {it.Examples} examples, and they do not prove that the cheap one alone keeps {_options.TargetQuality:P0} of the quality, but {it.QualityRatioBound:P0}: give more.")
        : it.QualityRatio < _options.MinimumQualityRatio ? FormattableString.Invariant(
            $"The cheap model is too weak: {it.QualityRatio:P0} of the strong one's quality, and {_options.MinimumQualityRatio:P0} is the least.")
        : !(it.ApgrInterval.Low > 0.5) ? FormattableString.Invariant(
            $"The scorer is not better than a random mix: it recovers {it.Apgr:F3} [{it.ApgrInterval.Low:F3}, {it.ApgrInterval.High:F3}] of the gap, a random mix 0.500.")
        : it.BeyondLength.High < 0 ? FormattableString.Invariant(
            $"The scorer is worse than prompt length: it recovers {it.Apgr:F3} of the gap, length {it.LengthApgr:F3}.")
        : it.CostAtTarget > (1 - _options.MinimumSaving) * it.RandomCostAtTarget ? FormattableString.Invariant(
            $"The scorer saves too little: {_options.TargetQuality:P0} of the quality costs {it.CostAtTarget:P0} of the strong model's bill, and {it.RandomCostAtTarget:P0} by a random mix.")
        : null;

    private string Advice(AdmissionVerdict it) => FormattableString.Invariant(
        $"The cheap model alone keeps {it.QualityRatio:P0} of the quality, surely {it.QualityRatioBound:P0}, and {_options.TargetQuality:P0} is asked for: use the cheap one alone.");

    private string Praise(AdmissionVerdict it) => FormattableString.Invariant(
        $"The scorer recovers {it.Apgr:F3} [{it.ApgrInterval.Low:F3}, {it.ApgrInterval.High:F3}] of the gap, and {_options.TargetQuality:P0} of the quality costs {it.CostAtTarget:P0} of the strong model's bill.");
}
