using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Admission;

public sealed class QualityGuaranteeTests
{
    private static readonly float[] Candidates = [.. Enumerable.Range(1, 100).Select(static percent => percent / 100f)];

    [Fact]
    public void Over_many_samples_the_promise_is_broken_no_more_often_than_its_confidence_allows()
    {
        QualityGuarantee guarantee = QualityLoss.AtMost(0.02, confidence: 0.9);
        var random = new Random(21);
        int broken = 0;
        double cheap = 0;
        for (int sample = 0; sample < 300; sample++)
        {
            (double[] scores, RoutingExample[] examples) = Draw(800, random);
            GuaranteedThreshold threshold = guarantee.Calibrate(scores, examples, Candidates);
            broken += TrueLoss(threshold.Threshold) > 0.02 ? 1 : 0;
            cheap += threshold.CheapShare / 300;
        }

        Assert.InRange(broken, 0, 30);
        Assert.InRange(cheap, 0.2, 0.45);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(2_000)]
    public void Of_so_many_requests_to_come_it_is_broken_no_more_often_either(int requests)
    {
        QualityGuarantee average = QualityLoss.AtMost(0.02, confidence: 0.9);
        QualityGuarantee next = average.ForNext(requests);
        var random = new Random(22);
        (int broken, int brokenByAverage) = (0, 0);
        for (int sample = 0; sample < 300; sample++)
        {
            (double[] scores, RoutingExample[] examples) = Draw(2_000, random);
            (double[] later, RoutingExample[] outcomes) = Draw(requests, random);
            broken += Loss(next.Calibrate(scores, examples, Candidates), later, outcomes) > 0.02 ? 1 : 0;
            brokenByAverage += Loss(average.Calibrate(scores, examples, Candidates), later, outcomes) > 0.02 ? 1 : 0;
        }

        Assert.InRange(broken, 0, 30);
        Assert.True(brokenByAverage > broken, $"{brokenByAverage} and {broken}");
    }

    [Fact]
    public void Too_few_examples_prove_nothing_and_so_all_goes_to_the_strong_model()
    {
        (double[] scores, RoutingExample[] examples) = Draw(100, new Random(2));

        GuaranteedThreshold threshold = QualityLoss.AtMost(0.01).Calibrate(scores, examples, Candidates);

        Assert.Equal((true, 0, 0, 100), (threshold.IsRefused, threshold.CheapShare, threshold.MeanLoss, threshold.Examples));
        Assert.False(threshold.Accepts(-1e9));
    }

    [Fact]
    public void What_it_found_keeps_its_own_bound()
    {
        (double[] scores, RoutingExample[] examples) = Draw(3_000, new Random(4));

        GuaranteedThreshold threshold = QualityLoss.AtMost(0.02).Calibrate(scores, examples, Candidates);

        Assert.False(threshold.IsRefused);
        Assert.InRange(threshold.LossBound, threshold.MeanLoss, 0.02);
        Assert.Equal(threshold.CheapShare, scores.Average(score => threshold.Accepts(score) ? 1.0 : 0), 1e-12);
    }

    [Fact]
    public void A_looser_promise_never_sends_less_to_the_cheap_model()
    {
        (double[] scores, RoutingExample[] examples) = Draw(2_000, new Random(6));
        double[] shares = [.. new[] { 0.005, 0.01, 0.02, 0.05, 0.2 }.Select(loss => QualityLoss.AtMost(loss).Calibrate(scores, examples, Candidates).CheapShare)];

        Assert.Equal(shares.Order(), shares);
    }

    [Fact]
    public void A_trained_model_brings_its_own_candidates()
    {
        ComplexityModel model = new ComplexityTrainer().Train(PlantedPrompts.Make(400), TestContext.Current.CancellationToken);

        GuaranteedThreshold threshold = QualityLoss.AtMost(0.05).Calibrate(model, PlantedPrompts.Make(2_000, seed: 8));

        Assert.InRange(threshold.CheapShare, 0.4, 0.65);
    }

    [Theory]
    [InlineData(0, 0.95)]
    [InlineData(1, 0.95)]
    [InlineData(0.01, 95)]
    public void A_promise_that_makes_no_sense_is_refused(double loss, double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => QualityLoss.AtMost(loss, confidence));

    [Fact]
    public void A_threshold_that_is_no_number_is_refused() =>
        Assert.Throws<ArgumentException>(static () => QualityLoss.AtMost(0.05).Calibrate(new double[1], [new RoutingExample("prompt", 0, 1)], [float.NaN]));

    // The strong model gains with a probability of 0.3 times the score, and loses with one of 0.02.
    private static (double[] Scores, RoutingExample[] Examples) Draw(int count, Random random)
    {
        double[] scores = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        return (scores, [.. scores.Select(score => Example(random.NextDouble(), score * 0.3))]);
    }

    private static RoutingExample Example(double draw, double gain) =>
        draw < gain ? new RoutingExample("prompt", 0, 1) : draw < gain + 0.02 ? new RoutingExample("prompt", 1, 0) : new RoutingExample("prompt", 1, 1);

    private static double Loss(GuaranteedThreshold threshold, double[] scores, RoutingExample[] examples) =>
        examples.Where((_, index) => threshold.Accepts(scores[index])).Sum(static example => example.Gain) / examples.Length;

    private static double TrueLoss(double threshold) => threshold <= 0 ? 0 : (0.15 * threshold * threshold) - (0.02 * threshold);
}
