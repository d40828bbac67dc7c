using Microsoft.Extensions.AI.Evaluation;

namespace TokenFinOps.Evaluators;

/// <summary>How the metrics of an evaluation become one quality, 0 (useless) to 1 (perfect), as the router learns it.</summary>
/// <remarks>
/// <para>
/// An answer is as good as its worst metric. A metric counts by the rating that its evaluator gave it: unacceptable 0, poor 0.25, average 0.5, good 0.75, exceptional 1; a
/// <see cref="BooleanMetric"/> without a rating counts 0 or 1. Values are not looked at: one evaluator's 5 is the best of five, another's the worst of seven.
/// </para>
/// <para>Thread-safe when <see cref="Rate"/> is.</para>
/// </remarks>
public sealed class EvaluationScale
{
    /// <summary>Gets the scale with all metrics and the evaluators' own ratings.</summary>
    public static EvaluationScale Default { get; } = new();

    /// <summary>Gets the names of the metrics that count, as in <see cref="IEvaluator.EvaluationMetricNames"/>. The default, <see langword="null"/>, is all.</summary>
    public IReadOnlyCollection<string>? Metrics { get; init; }

    /// <summary>
    /// Gets what says how good a metric is, 0 to 1, or <see langword="null"/> where it can't be told. Needed for metrics that are numbers or texts and come without a rating.
    /// The default, <see langword="null"/>, is the evaluator's rating.
    /// </summary>
    public Func<EvaluationMetric, double?>? Rate { get; init; }

    /// <summary>Gets the quality of an answer.</summary>
    /// <param name="result">What an evaluator found.</param>
    /// <returns>0 to 1, or <see langword="null"/> where a metric that counts is inconclusive, in error or missing: of half an evaluation nothing is learned.</returns>
    /// <exception cref="InvalidOperationException">A metric is a number or a text without a rating, and there is no <see cref="Rate"/>; or <see cref="Rate"/> returned what is not within 0 to 1.</exception>
    public double? QualityOf(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        double? worst = null;
        foreach (string name in Metrics ?? (IEnumerable<string>)result.Metrics.Keys)
        {
            if (!result.Metrics.TryGetValue(name, out EvaluationMetric? metric) || IsInError(metric) || QualityOf(metric) is not { } quality)
            {
                return null;
            }

            worst = Math.Min(worst ?? 1, quality);
        }

        return worst;
    }

    private static bool IsInError(EvaluationMetric metric) => metric.ContainsDiagnostics(static each => each.Severity == EvaluationDiagnosticSeverity.Error);

    private double? QualityOf(EvaluationMetric metric)
    {
        if (Rate is null)
        {
            return metric.Interpretation is { } interpretation ? QualityOf(interpretation.Rating) : QualityOfUnrated(metric);
        }

        return Rate(metric) switch
        {
            null => null,
            >= 0 and <= 1 and double quality => quality,
            double other => throw new InvalidOperationException($"{nameof(Rate)} returned {other} for the metric '{metric.Name}'; return 0 to 1, or null where it can't be told."),
        };
    }

    private static double? QualityOf(EvaluationRating rating) => rating switch
    {
        EvaluationRating.Unacceptable => 0,
        EvaluationRating.Poor => 0.25,
        EvaluationRating.Average => 0.5,
        EvaluationRating.Good => 0.75,
        EvaluationRating.Exceptional => 1,
        _ => null,
    };

    private static double? QualityOfUnrated(EvaluationMetric metric) => metric switch
    {
        BooleanMetric { Value: { } value } => value ? 1 : 0,
        NumericMetric { Value: not null } or StringMetric { Value: not null } => throw new InvalidOperationException(
            $"The metric '{metric.Name}' has a value but no rating; set {nameof(EvaluationScale)}.{nameof(Rate)} to say how good a value is."),
        _ => null,
    };
}
