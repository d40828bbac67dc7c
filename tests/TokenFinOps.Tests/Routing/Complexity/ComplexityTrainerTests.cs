using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Complexity;

public sealed class ComplexityTrainerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly ComplexityTrainer _trainer = new(timeProvider: new FakeTimeProvider(Now));

    [Fact]
    public void It_learns_which_unseen_prompts_need_the_strong_model()
    {
        RoutingExample[] unseen = PlantedPrompts.Make(1_000, seed: 2);
        ComplexityModel model = Train(PlantedPrompts.Make(600));

        double[] scores = [.. unseen.Select(each => model.Score(each.Prompt))];

        Assert.True(RoutingCurve.Of(scores, unseen).Apgr > 0.7);
    }

    [Fact]
    public void The_same_examples_and_seed_give_the_same_file()
    {
        RoutingExample[] examples = PlantedPrompts.Make(200);

        Assert.Equal(File(Train(examples)), File(Train(examples)));
    }

    [Fact]
    public void Its_figures_say_what_it_was_trained_on_and_how_good_it_is()
    {
        ComplexityModelFigures figures = Train(PlantedPrompts.Make(600)).Figures;

        Assert.Equal((600, Now, ComplexityTrainer.Variants), (figures.Examples, figures.TrainedAt, figures.Variants));
        Assert.InRange(figures.Apgr, figures.ApgrLow, figures.ApgrHigh);
        Assert.True(figures.ApgrLow > 0.6);
        Assert.InRange(figures.LengthApgr, 0.4, figures.Apgr);
        Assert.InRange(figures.CheapQuality, 0.6, 0.8);
    }

    [Fact]
    public void Prompts_without_a_signal_are_not_said_to_be_ordered()
    {
        RoutingExample[] examples = PlantedPrompts.Make(1_500, signal: 0);

        double apgr = RoutingCurve.Of(_trainer.CrossFit(examples, TestContext.Current.CancellationToken), examples).Apgr;

        Assert.InRange(apgr, 0.44, 0.56);
    }

    [Fact]
    public void Copies_of_one_prompt_leave_nothing_to_learn_from()
    {
        RoutingExample[] copies = [.. Enumerable.Range(0, 60).Select(static i => new RoutingExample("Classify the attached file.", i % 3 == 0 ? 0 : 1, 1))];

        var exception = Assert.Throws<ArgumentException>(() => new AdmissionTest().Judge(copies, _trainer, TestContext.Current.CancellationToken));

        Assert.Contains("copies of one prompt", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Workloads_named_in_training_help_to_order_prompts_of_which_nothing_is_named()
    {
        RoutingExample[] named = OfSubjects(1_500, seed: 1);
        RoutingExample[] nameless = [.. named.Select(static each => each with { Workload = null })];
        RoutingExample[] unseen = OfSubjects(3_000, seed: 2);

        double with = Apgr(Train(named), unseen);
        double without = Apgr(Train(nameless), unseen);

        Assert.True(with > without + 0.02, $"{with} against {without}");
    }

    [Fact]
    public void Of_few_prompts_whose_words_say_nothing_the_length_orders_the_unseen_as_well_as_by_itself()
    {
        RoutingExample[] unseen = LongerIsHarder(3_000, seed: 2);
        double length = RoutingCurve.Of(PromptLength.Scores(unseen), unseen).Apgr;

        double mean = Enumerable.Range(10, 8).Average(seed => Apgr(Train(LongerIsHarder(150, seed)), unseen));

        Assert.True(mean > length - 0.02, $"{mean} against {length}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Lengths_that_hardly_differ_count_no_more_than_the_fit_says(int more)
    {
        var random = new Random(5);
        ComplexityModel model = Train([.. Enumerable.Range(0, 200).Select(i => Make(isLonger: i % 2 == 0))]);

        double tenTimesAsLong = model.Score(new string('.', 1_000)) - model.Score(new string('.', 100));

        Assert.InRange(tenTimesAsLong, -30, 30);

        RoutingExample Make(bool isLonger) =>
            new($"w{random.Next(400)} w{random.Next(400)} ".PadRight(100 + (isLonger ? more : 0), '.'), random.NextDouble() < (isLonger ? 0.3 : 0.7) ? 1 : 0, 1);
    }

    [Fact]
    public void Workloads_without_a_signal_are_not_said_to_be_ordered()
    {
        var random = new Random(4);
        RoutingExample[] examples = [.. Enumerable.Range(0, 1_500).Select(index => new RoutingExample($"subject{index % 30} {index}", random.Next(2), random.Next(3) > 0 ? 1 : 0) { Workload = $"{index % 30}" })];

        double apgr = RoutingCurve.Of(_trainer.CrossFit(examples, TestContext.Current.CancellationToken), examples).Apgr;

        Assert.InRange(apgr, 0.35, 0.65);
    }

    [Fact]
    public void Examples_of_unknown_workload_are_compared_in_fewer_ways()
    {
        RoutingExample[] nameless = [.. PlantedPrompts.Make(100).Select(static each => each with { Workload = null })];

        Assert.Equal(ComplexityTrainer.Variants / 3, Train(nameless).Figures.Variants);
    }

    [Fact]
    public void A_prompt_that_occurs_many_times_is_never_judged_by_what_was_learned_from_it()
    {
        var random = new Random(3);
        RoutingExample[] few = [.. Enumerable.Range(0, 200).Select(index => new RoutingExample($"word{index}", random.Next(2), 1))];
        RoutingExample[] examples = [.. few, .. few, .. few];

        double apgr = RoutingCurve.Of(_trainer.CrossFit(examples, TestContext.Current.CancellationToken), examples).Apgr;

        Assert.InRange(apgr, 0.35, 0.65);
    }

    [Fact]
    public void Examples_that_all_came_out_alike_make_a_model_that_prefers_none()
    {
        RoutingExample[] examples = [.. PlantedPrompts.Make(100).Select(static each => new RoutingExample(each.Prompt, 1, 1))];

        ComplexityModel model = Train(examples);

        Assert.Equal(0, model.Score("prove the theorem") - model.Score("name a river"), 1e-6);
        Assert.Equal(1, model.CheapIsGoodEnough("prove the theorem"), 1e-6);
    }

    [Fact]
    public void Too_few_examples_are_refused() =>
        Assert.Contains("49 examples", Assert.Throws<ArgumentException>(() => Train(PlantedPrompts.Make(49))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 14)]
    [InlineData(5, 16)]
    public void Options_out_of_range_are_refused(int folds, int bits) =>
        Assert.Throws<ArgumentException>(() => new ComplexityTrainer(new ComplexityTrainerOptions { Folds = folds, TermBits = bits }));

    // Twenty subjects of sixty words each: of every second subject the cheap model knows less.
    private static RoutingExample[] LongerIsHarder(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Make(random.Next(5, 60)))];

        RoutingExample Make(int words) =>
            new(string.Join(' ', Enumerable.Range(0, words).Select(_ => "w" + random.Next(400))), random.Next(60) < words * 0.7 ? 0 : 1, 1);
    }

    private static RoutingExample[] OfSubjects(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            int subject = index % 20;
            string prompt = string.Join(' ', Enumerable.Range(0, 3).Select(_ => $"{(char)('a' + subject)}{Letters(random.Next(60))}"));
            return new RoutingExample(prompt, random.NextDouble() < (subject % 2 == 0 ? 0.35 : 0.65) ? 1 : 0, random.NextDouble() < 0.7 ? 1 : 0) { Workload = $"{subject}" };
        })];
    }

    private static string Letters(int number) => $"{(char)('a' + (number / 26))}{(char)('a' + (number % 26))}";

    private static double Apgr(ComplexityModel model, RoutingExample[] unseen) => RoutingCurve.Of([.. unseen.Select(each => model.Score(each.Prompt))], unseen).Apgr;

    private ComplexityModel Train(RoutingExample[] examples) => _trainer.Train(examples, TestContext.Current.CancellationToken);

    private static byte[] File(ComplexityModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
