using CsCheck;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Complexity;

public sealed class ScoreCalibrationTests
{
    [Fact]
    public void The_probability_is_the_share_of_prompts_with_such_scores_that_the_cheap_model_answered_as_well()
    {
        var random = new Random(5);
        double[] scores = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextDouble())];
        ScoreCalibration calibration = ScoreCalibration.Fit(scores, [.. scores.Select(score => Example(random.NextDouble() >= score))]);

        Assert.All(new[] { 0.1, 0.3, 0.5, 0.7, 0.9 }, score => Assert.Equal(1 - score, calibration.CheapIsGoodEnough(score), 0.05));
    }

    [Fact]
    public void A_higher_score_never_means_a_higher_probability() =>
        Gen.Select(Gen.Double[-1, 1], Gen.Bool).Array[1, 300].Sample(
            static rows =>
            {
                ScoreCalibration calibration = ScoreCalibration.Fit([.. rows.Select(static row => row.Item1)], [.. rows.Select(static row => Example(row.Item2))]);
                double[] probabilities = [.. Enumerable.Range(-12, 25).Select(tenth => calibration.CheapIsGoodEnough(tenth / 10.0))];
                return probabilities.All(static each => each is >= 0 and <= 1) && probabilities.Zip(probabilities.Skip(1)).All(static pair => pair.First >= pair.Second - 1e-6);
            },
            iter: 200,
            seed: "0000KeQTUVR3");

    [Fact]
    public void Of_a_score_that_is_no_number_nothing_speaks_for_the_cheap_model()
    {
        ScoreCalibration calibration = ScoreCalibration.Fit([.. Enumerable.Range(0, 100).Select(static i => (double)i)], [.. Enumerable.Range(0, 100).Select(static i => Example(i < 50))]);

        Assert.Equal((1, 0), (calibration.CheapIsGoodEnough(0), calibration.CheapIsGoodEnough(double.NaN)));
    }

    private static RoutingExample Example(bool isGood) => new("prompt", isGood ? 1 : 0, 1);
}
