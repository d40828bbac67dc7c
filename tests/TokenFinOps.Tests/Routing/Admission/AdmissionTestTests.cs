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
    public void Where_the_strong_model_is_not_better_the_cheap_one_alone_is_advised() =>
        AssertCheapAlone([.. PlantedPrompts.Make(100).Select(static each => new RoutingExample(each.Prompt, 1, 1))]);

    [Fact]
    public void Where_the_cheap_model_alone_keeps_the_quality_that_is_asked_for_it_is_advised()
    {
        var random = new Random(4);
        AssertCheapAlone([.. Enumerable.Range(0, 2_000).Select(i => i % 2 == 0 ? new RoutingExample("easy", 1, 1) : new RoutingExample("hard", random.NextDouble() < 0.06 ? 0 : 1, 1))]);
    }

    [Fact]
    public void A_cheap_model_that_happens_to_keep_the_quality_on_a_few_examples_is_not_advised()
    {
        AdmissionVerdict verdict = _test.Judge([.. PlantedPrompts.Make(55).Select(static each => new RoutingExample(each.Prompt, 1, 1))], new double[55]);

        AssertRefused(verdict, "do not prove");
        Assert.InRange(verdict.QualityRatioBound, 0.5, 0.95);
    }

    [Fact]
    public void Of_one_example_nothing_is_said_but_that_it_is_too_few() => AssertRefused(_test.Judge([new RoutingExample("a", 1, 1)], [0]), "too few");

    [Fact]
    public void The_cheap_model_alone_is_hardly_ever_advised_where_it_misses_the_quality()
    {
        int advised = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            RoutingExample[] examples = [.. Enumerable.Range(0, 300).Select(_ => new RoutingExample("prompt", random.NextDouble() < 0.94 ? 1 : 0, 1))];
            advised += QualityRatioBound.Lower(examples, 0.95) >= 0.95 ? 1 : 0;
        }

        Assert.InRange(advised, 0, 8);
    }

    [Fact]
    public void A_scorer_that_says_nothing_is_hardly_ever_admitted()
    {
        int admitted = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            RoutingExample[] examples = [.. Enumerable.Range(0, 300).Select(_ => new RoutingExample(new string('x', 1 + random.Next(100)), random.NextDouble() < 0.8 ? 1 : 0, random.NextDouble() < 0.9 ? 1 : 0))];
            admitted += _test.Judge(examples, [.. examples.Select(_ => random.NextDouble())]).IsAdmitted ? 1 : 0;
        }

        Assert.InRange(admitted, 0, 8);
    }

    [Fact]
    public void Options_out_of_range_are_refused() =>
        Assert.Throws<ArgumentException>(static () => new AdmissionTest(new AdmissionOptions { PriceRatio = 20 }));

    [Fact]
    public void No_examples_at_all_are_too_few_to_ask_for() =>
        Assert.Throws<ArgumentException>(static () => new AdmissionTest(new AdmissionOptions { MinimumExamples = 0 }));

    private void AssertCheapAlone(RoutingExample[] examples)
    {
        AdmissionVerdict verdict = _test.Judge(examples, new double[examples.Length]);

        Assert.True(verdict is { IsAdmitted: true, CheapAloneIsEnough: true, QualityRatioBound: >= 0.95 }, verdict.Reason);
        Assert.Contains("use the cheap one alone", verdict.Reason, StringComparison.Ordinal);
    }

    private static void AssertRefused(AdmissionVerdict verdict, string why)
    {
        Assert.False(verdict.IsAdmitted);
        Assert.Contains(why, verdict.Reason, StringComparison.Ordinal);
    }
}
