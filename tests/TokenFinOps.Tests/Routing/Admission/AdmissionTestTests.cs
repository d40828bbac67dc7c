using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Admission;

public sealed class AdmissionTestTests
{
    private readonly AdmissionTest _test = new();
    private readonly AdmissionTest _tolerant = new(new AdmissionOptions { MinimumQualityRatio = 0.5 });

    [Fact]
    public void A_scorer_that_finds_the_hard_prompts_of_a_good_cheap_model_is_admitted()
    {
        AdmissionVerdict verdict = _test.Judge(PlantedPrompts.Make(800, signal: 0.5), new ComplexityTrainer(), TestContext.Current.CancellationToken);

        Assert.True(verdict.IsAdmitted, verdict.Reason);
        Assert.InRange(verdict.CostAtTarget, 0, 0.9 * verdict.RandomCostAtTarget);
    }

    [Fact]
    public void A_cheap_model_that_is_too_weak_is_refused_however_good_the_scorer()
    {
        RoutingExample[] examples = [.. PlantedPrompts.Make(800).Select(static each => new RoutingExample(each.Prompt, each.CheapQuality * 0.5, each.BaselineQuality))];

        AssertRefused(_test.Judge(examples, [.. examples.Select(static each => each.Gain)]), "too weak");
    }

    [Fact]
    public void Scores_without_a_signal_are_refused()
    {
        var random = new Random(1);
        RoutingExample[] examples = PlantedPrompts.Make(800);

        AssertRefused(_test.Judge(examples, [.. examples.Select(_ => random.NextDouble())]), "not better than a random mix");
    }

    [Fact]
    public void A_scorer_that_prompt_length_beats_is_refused()
    {
        var random = new Random(1);
        RoutingExample[] examples = [.. PlantedPrompts.Make(3_000).Select(static each => new RoutingExample(new string('x', 10 + (int)(100 * (1 - each.CheapQuality))), each.CheapQuality, 1))];

        AssertRefused(_tolerant.Judge(examples, [.. examples.Select(each => (0.3 * each.Gain) + random.NextDouble())]), "worse than prompt length");
    }

    [Fact]
    public void A_difference_that_is_sure_but_hardly_saves_anything_is_refused()
    {
        var random = new Random(1);
        RoutingExample[] examples = [.. PlantedPrompts.Make(6_000).Select(static each => new RoutingExample("prompt", each.CheapQuality, 1))];

        AssertRefused(_tolerant.Judge(examples, [.. examples.Select(each => (0.1 * each.Gain) + random.NextDouble())]), "saves too little");
    }

    [Fact]
    public void Where_the_strong_model_is_not_better_the_cheap_one_alone_is_advised()
    {
        RoutingExample[] examples = [.. PlantedPrompts.Make(100).Select(static each => new RoutingExample(each.Prompt, 1, 1))];

        AssertRefused(_test.Judge(examples, new double[100]), "use the cheap one alone");
    }

    [Fact]
    public void Options_out_of_range_are_refused() =>
        Assert.Throws<ArgumentException>(static () => new AdmissionTest(new AdmissionOptions { PriceRatio = 20 }));

    private static void AssertRefused(AdmissionVerdict verdict, string why)
    {
        Assert.False(verdict.IsAdmitted);
        Assert.Contains(why, verdict.Reason, StringComparison.Ordinal);
    }
}
