using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Divides the data at random, trains and calibrates on some of it, and looks at the rest.</summary>
internal sealed class GuaranteeSplits
{
    private readonly PairData _data;
    private readonly bool _hasPeer;
    private readonly IReadOnlyList<RoutingExample>? _training;
    private readonly QualityGuarantee _guarantee;
    private readonly bool _isAverage;
    private readonly double _priceRatio;
    private readonly int _seed;
    private readonly ComplexityModel? _model;

    public GuaranteeSplits(PairData data, bool hasPeer, IReadOnlyList<RoutingExample>? training, QualityGuarantee guarantee, bool isAverage, double priceRatio, int seed)
    {
        (_data, _hasPeer, _training, _guarantee, _isAverage, _priceRatio, _seed) = (data, hasPeer, training, guarantee, isAverage, priceRatio, seed);
        _model = training is null ? null : Trainer(5).Train(training);
    }

    public string Describe() =>
        _model is null
            ? "Each split trains its own model on a third of the data, calibrates on another third and measures on the last."
            : $"The model was trained once, on {_training!.Count} other examples; each split calibrates on half of the data and measures on the other half.";

    public SplitOutcome Run(int split)
    {
        int[] rows = [.. Enumerable.Range(0, _data.Examples.Count)];
        new Random(unchecked((_seed * 1_000_003) + split)).Shuffle(rows);
        int trained = _model is null ? rows.Length / 3 : 0;
        int calibrated = (rows.Length - trained) / 2;
        ComplexityModel model = _model ?? Trainer(3).Train(Examples(rows[..trained]));
        int[] known = rows[trained..(trained + calibrated)];
        int[] rest = rows[(trained + calibrated)..];
        IReadOnlyList<float> learned = model.Calibration.Scores;
        float dissent = _hasPeer ? learned[^1] - learned[0] + 1 : 0;
        float[] candidates = _hasPeer ? [.. learned, .. learned.Select(score => score + dissent)] : [.. learned];
        QualityGuarantee guarantee = _isAverage ? _guarantee : _guarantee.ForNext(rest.Length);
        GuaranteedThreshold threshold = guarantee.Calibrate(Scores(model, known, dissent), Examples(known), candidates);
        bool[] accepted = [.. Scores(model, rest, dissent).Select(threshold.Accepts)];
        double realised = rest.Where((_, index) => accepted[index]).Sum(row => _data.Examples[row].Gain) / rest.Length;
        double population = ((realised * rest.Length) + (threshold.MeanLoss * calibrated)) / (rest.Length + calibrated);
        double cheap = accepted.Average(static each => each ? 1.0 : 0);
        return new SplitOutcome(threshold.IsRefused, realised, population, cheap) { CostRatio = threshold.IsRefused ? 1 : CostOf(cheap) };
    }

    // With a peer both cheap models are paid for every prompt, whoever's answer is taken.
    private double CostOf(double cheapShare) => 1 - cheapShare + (_hasPeer ? 2 * _priceRatio : cheapShare * _priceRatio);

    private RoutingExample[] Examples(int[] rows) => [.. rows.Select(row => _data.Examples[row])];

    // Prompts on which the two cheap models differ come after all on which they agree.
    private double[] Scores(ComplexityModel model, int[] rows, float dissent) =>
        [.. rows.Select(row => model.Score(_data.Examples[row].Prompt) + (_data.Agrees[row] ? 0 : dissent))];

    private ComplexityTrainer Trainer(int folds) => new(new ComplexityTrainerOptions { Seed = _seed, Folds = folds });
}
