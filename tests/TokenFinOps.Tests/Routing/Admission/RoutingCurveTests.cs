using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Admission;

public sealed class RoutingCurveTests
{
    // The cheap model fails on the first two of four prompts, the strong one on none.
    private static readonly RoutingExample[] Four = [Example(0, 1), Example(0, 1), Example(1, 1), Example(1, 1)];

    [Fact]
    public void A_perfect_order_needs_half_of_the_strong_calls_for_all_of_the_quality()
    {
        RoutingCurve curve = RoutingCurve.Of([4, 3, 2, 1], Four);

        Assert.Equal([0.5, 0.75, 1, 1, 1], Enumerable.Range(0, 5).Select(sent => curve.QualityAt(sent / 4.0)));
        Assert.Equal(0.75, curve.Apgr, 1e-12);
        Assert.Equal((0.25, 0.4, 0.5), (curve.CallShareFor(0.5), Math.Round(curve.CallShareFor(0.8), 12), curve.ShareFor(1)));
        Assert.Equal(0.5 + (0.5 * 0.05), curve.CostFor(1, priceRatio: 0.05), 1e-12);
    }

    [Fact]
    public void Equal_scores_are_a_random_mix()
    {
        RoutingCurve curve = RoutingCurve.Of([7, 7, 7, 7], Four);

        Assert.Equal(0.5, curve.Apgr, 1e-12);
        Assert.Equal(0.75, curve.QualityAt(0.5), 1e-12);
        Assert.Equal(0.8, curve.CallShareFor(0.8), 1e-12);
    }

    [Fact]
    public void The_wrong_order_is_worse_than_a_random_mix() => Assert.Equal(0.25, RoutingCurve.Of([1, 2, 3, 4], Four).Apgr, 1e-12);

    [Fact]
    public void Where_the_strong_model_is_not_better_there_is_no_gap_to_recover()
    {
        RoutingCurve curve = RoutingCurve.Of([1, 2], [Example(1, 0), Example(1, 1)]);

        Assert.Equal(double.NaN, curve.Apgr);
        Assert.Equal(double.NaN, curve.CallShareFor(0.5));
        Assert.Equal(0.05, curve.CostFor(1, priceRatio: 0.05), 1e-12);
    }

    [Fact]
    public void A_quality_that_no_share_reaches_has_no_share_and_costs_all() =>
        Assert.Equal((double.NaN, 1), (RoutingCurve.Of([1, 2], [Example(0, 0.5), Example(0, 0.5)]).ShareFor(0.9), RoutingCurve.Of([1, 2], [Example(0, 0.5), Example(0, 0.5)]).CostFor(1.2, 0.1)));

    [Fact]
    public void The_interval_of_a_useful_scorer_holds_its_figure_and_not_that_of_a_random_mix()
    {
        RoutingExample[] examples = PlantedPrompts.Make(800);
        double[] scores = [.. examples.Select(static example => example.Workload == "mathematics" ? 1.0 : 0)];

        Interval interval = RoutingCurve.ApgrInterval(scores, examples);

        Assert.InRange(RoutingCurve.Of(scores, examples).Apgr, interval.Low, interval.High);
        Assert.True(interval.Low > 0.5);
        Assert.Equal(interval, RoutingCurve.ApgrInterval(scores, examples));
    }

    [Fact]
    public void Scores_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(static () => RoutingCurve.Of([1], Four));
        Assert.Throws<ArgumentException>(static () => RoutingCurve.Of([1, 2, double.NaN, 3], Four));
        Assert.Throws<ArgumentException>(static () => RoutingCurve.Of([], []));
    }

    private static RoutingExample Example(double cheap, double baseline) => new("prompt", cheap, baseline);
}
