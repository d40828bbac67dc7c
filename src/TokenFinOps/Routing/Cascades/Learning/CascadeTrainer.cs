using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>Learns, from prompts that all deployments of a cascade have answered, when an answer is returned, when another member is asked, and when the dear deployment.</summary>
/// <remarks>
/// <para>
/// 1. For every member a linear model over the prompt's words learns what the dear deployment adds to it (<see cref="ComplexityTrainer"/>'s), and one what it costs. 2. For every stage, that is after
/// one, two and more answers, and every pattern of agreement among them, small regressions over those scores, the prompt's length and the size of the answers say what the dear
/// deployment would add now, and what asking it or the next member would cost. 3. From the last stage on, the choice with the highest expected quality, less the price
/// of what it costs, gives the value that the stage before it can hope for. 4. The price is the highest at which the quality lost is surely within the limit
/// (<see cref="CascadeTrainerOptions.MaximumLoss"/>), by cross-validation: a fixed-sequence test with a normal bound.
/// </para>
/// <para>Where nothing is sure, the model says so, and the cascade goes by agreement alone. It takes some thousand examples. Deterministic. Immutable and thread-safe.</para>
/// </remarks>
public sealed class CascadeTrainer
{
    // Other folds than those of the prompts' scores: what a score was fitted on is spread over all of these.
    private const int SeedOfFolds = 7_919;

    // Costs have a long tail, and one very long answer says nothing about the next.
    private const double MostCost = 8;
    private const double CostPenalty = 10;

    private readonly CascadeTrainerOptions _options;

    /// <summary>Initializes a trainer.</summary>
    /// <param name="options">How it trains; the defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public CascadeTrainer(CascadeTrainerOptions? options = null)
    {
        _options = options ?? new CascadeTrainerOptions();
        _options.Validate();
    }

    /// <summary>Trains a model.</summary>
    /// <param name="examples">Prompts that all deployments have answered; a random sample of those to come.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The model, which may be a refusal.</returns>
    /// <exception cref="ArgumentException">There are fewer than <see cref="ComplexityTrainer.FewestExamples"/> examples, or one of them is not valid.</exception>
    public CascadeModel Train(IReadOnlyList<CascadeExample> examples, CancellationToken cancellationToken = default)
    {
        int members = Check(examples);
        (QuantisedWeights Weights, double[] Scores)[] prompts =
            [.. Enumerable.Range(0, members).Select(member => LearnGain(examples, member, cancellationToken)), LearnCost(examples)];
        var data = new CascadeData(examples, [.. prompts.Select(static each => each.Scores)], _options.Comparer);
        int[] folds = [.. examples.Select(example => PromptFold.Of(example.Prompt, _options.Folds, _options.Seed + SeedOfFolds))];
        (double Price, double Loss, double Cost)? found = new PriceSearch(data, folds, _options).Run(cancellationToken);
        CascadeStage[] stages = found is { } sure ? new StageFit(data, [.. Enumerable.Range(0, data.Rows)]).At(sure.Price) : [];
        return new CascadeModel([.. prompts.Select(static each => each.Weights)], stages, new CascadeModelFigures
        {
            Examples = examples.Count,
            QualityRatio = found is null ? double.NaN : 1 - (found.Value.Loss / data.BaselineQuality),
            CostRatio = found?.Cost ?? double.NaN,
            Price = found?.Price ?? double.NaN,
        });
    }

    private (QuantisedWeights Weights, double[] Scores) LearnGain(IReadOnlyList<CascadeExample> examples, int member, CancellationToken cancellationToken)
    {
        RoutingExample[] pairs = [.. examples.Select(example => new RoutingExample(example.Prompt, example.Answers[member].Quality, example.BaselineQuality) { Workload = example.Workload })];
        var set = new TrainingSet(pairs, _options.TermBits, _options.Folds, _options.Seed);
        var search = new VariantSearch(set, weighsLength: false);
        search.Run(cancellationToken);
        return (QuantisedWeights.Of(set.Fit(set.All, search.Variant)), search.Scores);
    }

    private (QuantisedWeights Weights, double[] Scores) LearnCost(IReadOnlyList<CascadeExample> examples)
    {
        double mean = Math.Max(examples.Average(static example => example.BaselineCost), double.Epsilon);
        double[] costs = [.. examples.Select(example => Math.Min(MostCost, example.BaselineCost / mean))];
        var set = new TrainingSet([.. examples.Select(static example => new RoutingExample(example.Prompt, 0, 0))], _options.TermBits, _options.Folds, _options.Seed);
        double[] scores = new double[costs.Length];
        for (int fold = 0; fold < _options.Folds; fold++)
        {
            set.ScoreAll(QuantisedWeights.Of(set.Regression(set.Except(fold)).Fit(costs, CostPenalty)), set.In(fold), scores);
        }

        return (QuantisedWeights.Of(set.Regression(set.All).Fit(costs, CostPenalty)), scores);
    }

    private static int Check(IReadOnlyList<CascadeExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count < ComplexityTrainer.FewestExamples)
        {
            throw new ArgumentException($"{examples.Count} examples are too few to learn from; give at least {ComplexityTrainer.FewestExamples}, better some thousand.", nameof(examples));
        }

        int members = examples[0].Answers.Count;
        string? fault = members is < 1 or > AnswerPattern.MostMembers ? $"A cascade has 1 to {AnswerPattern.MostMembers} members, not {members}"
            : examples.Select(example => example.Fault(members)).FirstOrDefault(static each => each is not null);
        return fault is null ? members : throw new ArgumentException(fault + ".", nameof(examples));
    }
}
