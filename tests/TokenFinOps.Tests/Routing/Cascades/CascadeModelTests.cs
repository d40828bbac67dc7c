using CsCheck;
using TokenFinOps.Routing.Cascades.Learning;

namespace TokenFinOps.Tests.Routing.Cascades;

/// <summary>Models of cascades: trained, written and read again.</summary>
public sealed class CascadeModelTests
{
    private static readonly CascadeModel Model = new CascadeTrainer().Train(PlantedAnswers.Make(600), TestContext.Current.CancellationToken);

    [Fact]
    public void A_saved_model_chooses_as_before_and_keeps_what_is_known_about_it()
    {
        byte[] file = Saved(Model);

        CascadeModel loaded = CascadeModel.Load(new MemoryStream(file));

        Assert.InRange(file.Length, 1, 64 * 1024);
        Assert.Equal((Model.Figures, Model.Members, false), (loaded.Figures, loaded.Members, loaded.IsRefused));
        Assert.All(Enumerable.Range(0, 60), number =>
        {
            string prompt = PlantedAnswers.Date(number);
            Assert.Equal(Model.Choose(prompt, ["a"], [number]), loaded.Choose(prompt, ["a"], [number]));
            Assert.Equal(Model.Choose(prompt, ["a", "b"], [number, 2]), loaded.Choose(prompt, ["a", "b"], [number, 2]));
        });
    }

    [Fact]
    public void The_same_examples_give_the_same_model() =>
        Assert.Equal(Saved(Model), Saved(new CascadeTrainer().Train(PlantedAnswers.Make(600), TestContext.Current.CancellationToken)));

    [Fact]
    public void Any_damaged_byte_is_noticed()
    {
        byte[] file = Saved(Model);

        Gen.Int[0, file.Length - 1].Sample(
            position =>
            {
                byte[] damaged = [.. file];
                damaged[position] ^= 0x10;
                Assert.Throws<InvalidDataException>(() => CascadeModel.Load(new MemoryStream(damaged)));
            },
            iter: 200,
            seed: "0000KeQTUVR3");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    public void Something_else_is_no_model(int length) => Assert.Throws<InvalidDataException>(() => CascadeModel.Load(new MemoryStream(new byte[length])));

    [Fact]
    public void Too_few_examples_are_counted() =>
        Assert.Contains("10 examples", Assert.Throws<ArgumentException>(static () => new CascadeTrainer().Train(PlantedAnswers.Make(10), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_example_without_the_answer_of_a_member_is_not_valid()
    {
        CascadeExample[] examples = PlantedAnswers.Make(60);
        examples[7] = examples[7] with { Answers = [examples[7].Answers[0]] };

        Assert.Contains("1 answers", Assert.Throws<ArgumentException>(() => new CascadeTrainer().Train(examples, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1, 0.9)]
    [InlineData(0, 1)]
    [InlineData(0, 0.3)]
    public void Options_out_of_their_range_are_named(double loss, double confidence) =>
        Assert.Contains(nameof(CascadeTrainerOptions.Confidence), Assert.Throws<ArgumentException>(() => new CascadeTrainer(new() { MaximumLoss = loss, Confidence = confidence })).Message, StringComparison.Ordinal);

    private static byte[] Saved(CascadeModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
