using TokenFinOps.Routing.Admission;

namespace TokenFinOps.Routing.Complexity;

/// <summary>Trains a <see cref="ComplexityModel"/> on examples of the user's own workload.</summary>
/// <remarks>
/// <para>
/// 1. Fits weights by ridge regression on the strong model's gain, mixed in different parts with the cheap model's failure and, where examples name their
/// <see cref="RoutingExample.Workload"/>, with the mean of it: single outcomes are noisy, and words tell the workload. 2. Chooses mixture, penalty, and what the prompt's length counts besides,
/// by cross-validation on the examples, by the area under the <see cref="RoutingCurve"/>. 3. Fits the choice on all examples. 4. Calibrates it with the scores from
/// cross-validation. Some 200 examples give a useful order, thousands a good one; 8,000 take seconds. A score needs the prompt alone.
/// </para>
/// <para>Deterministic. Immutable and thread-safe.</para>
/// </remarks>
public sealed class ComplexityTrainer
{
    /// <summary>The fewest examples that can be trained on.</summary>
    public const int FewestExamples = 50;

    /// <summary>How many variants are compared where examples name two or more workloads; a third of them where they do not, and of all a third where prompts hardly differ in length.</summary>
    public static int Variants => LinearVariant.Count;

    private const int Draws = 400;

    private readonly ComplexityTrainerOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Initializes a trainer.</summary>
    /// <param name="options">How it trains; the defaults where it is <see langword="null"/>.</param>
    /// <param name="timeProvider">What tells when a model was trained; the system's clock where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ComplexityTrainer(ComplexityTrainerOptions? options = null, TimeProvider? timeProvider = null)
    {
        _options = options ?? new ComplexityTrainerOptions();
        _options.Validate();
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Trains a model.</summary>
    /// <param name="examples">Prompts and what the two models made of them.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">There are fewer than <see cref="FewestExamples"/> examples.</exception>
    public ComplexityModel Train(IReadOnlyList<RoutingExample> examples, CancellationToken cancellationToken = default)
    {
        Check(examples);
        TrainingSet set = SetOf(examples);
        var search = new VariantSearch(set, weighsLength: true);
        search.Run(cancellationToken);
        QuantisedWeights weights = QuantisedWeights.Of(set.Fit(set.All, search.Variant));
        return new ComplexityModel(weights, ScoreCalibration.Fit(search.Scores, examples), Figures(examples, search, set.RankWithinFolds(search.Scores)));
    }

    /// <summary>Scores every example by a model that was trained, choices and all, without that example's part of the examples.</summary>
    /// <param name="examples">Prompts and what the two models made of them.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The rank of every example among its part, 0 to 1: how a model trained on the others orders unseen prompts. Takes as long as one training for each fold.</returns>
    /// <exception cref="ArgumentException">There are fewer than <see cref="FewestExamples"/> examples, or they are copies of one prompt.</exception>
    public double[] CrossFit(IReadOnlyList<RoutingExample> examples, CancellationToken cancellationToken = default)
    {
        Check(examples);
        TrainingSet outer = SetOf(examples);
        if (outer.IsOneFold)
        {
            throw new ArgumentException("The examples are copies of one prompt, or of so few that none is left to learn from where others are judged; give different prompts.", nameof(examples));
        }

        double[] scores = new double[examples.Count];
        for (int fold = 0; fold < _options.Folds; fold++)
        {
            RoutingExample[] learned = [.. outer.Except(fold).Select(row => examples[row])];
            QuantisedWeights weights = Choose(learned, fold, cancellationToken);
            outer.ScoreAll(weights, outer.In(fold), scores);
        }

        return outer.RankWithinFolds(scores);
    }

    // Inner folds that differ from the outer ones: the same rule and seed would leave the judged one empty.
    private QuantisedWeights Choose(RoutingExample[] learned, int outerFold, CancellationToken cancellationToken)
    {
        var set = new TrainingSet(learned, _options.TermBits, _options.Folds, _options.Seed + 1 + outerFold);
        var search = new VariantSearch(set, weighsLength: true);
        search.Run(cancellationToken);
        return QuantisedWeights.Of(set.Fit(set.All, search.Variant));
    }

    private TrainingSet SetOf(IReadOnlyList<RoutingExample> examples) => new(examples, _options.TermBits, _options.Folds, _options.Seed);

    private ComplexityModelFigures Figures(IReadOnlyList<RoutingExample> examples, VariantSearch search, double[] scores)
    {
        RoutingCurve curve = RoutingCurve.Of(scores, examples);
        Interval interval = RoutingCurve.ApgrInterval(scores, examples, draws: Draws, seed: _options.Seed);
        return new ComplexityModelFigures
        {
            Examples = examples.Count,
            TrainedAt = _time.GetUtcNow(),
            CheapQuality = curve.CheapQuality,
            BaselineQuality = curve.BaselineQuality,
            Apgr = curve.Apgr,
            ApgrLow = interval.Low,
            ApgrHigh = interval.High,
            LengthApgr = RoutingCurve.Of(PromptLength.Scores(examples), examples).Apgr,
            Variants = search.Compared,
        };
    }

    private static void Check(IReadOnlyList<RoutingExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count < FewestExamples)
        {
            throw new ArgumentException($"{examples.Count} examples are too few to learn from; give at least {FewestExamples}, better some hundreds.", nameof(examples));
        }
    }
}
