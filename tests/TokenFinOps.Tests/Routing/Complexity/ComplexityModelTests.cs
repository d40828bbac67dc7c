using CsCheck;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Tests.Routing.Complexity;

public sealed class ComplexityModelTests
{
    private static readonly ComplexityModel Model = new ComplexityTrainer().Train(PlantedPrompts.Make(400), TestContext.Current.CancellationToken);

    [Fact]
    public void A_prompt_of_a_subject_that_the_cheap_model_fails_on_scores_higher() =>
        Assert.True(Model.Score("tell me the proof of a theorem about the manifold?") > Model.Score("tell me the name of a river in the capital?"));

    [Fact]
    public void The_cheap_model_is_likelier_good_enough_for_an_easy_prompt()
    {
        double easy = Model.CheapIsGoodEnough("what is the colour of a fruit in the day?");
        double hard = Model.CheapIsGoodEnough("what is the eigenvalue of a tensor in topology?");

        Assert.InRange(easy, 0.85, 1);
        Assert.InRange(hard, 0.2, 0.6);
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        string prompt = string.Concat(Enumerable.Repeat("what is the eigenvalue of 12 tensors? ", 200));
        Model.Score(prompt);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Model.Score(prompt);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void No_text_is_too_strange_to_score() =>
        Gen.String[0, 9_000].Sample(static text => double.IsFinite(Model.Score(text)), iter: 300, seed: "0000KeQTUVR3");

    [Fact]
    public void Case_does_not_change_which_words_are_known() =>
        Assert.Equal(Model.Score("tell me about the tensor"), Model.Score("tell me about the TENSOR"), 0.05);

    [Fact]
    public void Of_a_long_prompt_the_middle_is_not_read()
    {
        string head = string.Concat(Enumerable.Repeat("name a river. ", 200));
        string Middle(string word) => head + string.Concat(Enumerable.Repeat(word, 1_000)) + head;

        Assert.Equal(Model.Score(Middle(" tensor ")), Model.Score(Middle(" animal ")));
    }

    [Fact]
    public void A_saved_model_scores_as_before_and_keeps_what_is_known_about_it()
    {
        byte[] file = Saved();

        ComplexityModel loaded = ComplexityModel.Load(new MemoryStream(file));

        Assert.InRange(file.Length, 1, 64 * 1024);
        Assert.Equal(Model.Figures, loaded.Figures);
        Assert.All(PlantedPrompts.Make(50, seed: 9), static each => Assert.True(double.IsFinite(Model.Score(each.Prompt))));
        Assert.Equal(
            PlantedPrompts.Make(50, seed: 9).Select(static each => (Model.Score(each.Prompt), Model.CheapIsGoodEnough(each.Prompt))),
            PlantedPrompts.Make(50, seed: 9).Select(each => (loaded.Score(each.Prompt), loaded.CheapIsGoodEnough(each.Prompt))));
    }

    [Fact]
    public void Any_damaged_byte_is_noticed()
    {
        byte[] file = Saved();

        Gen.Int[0, file.Length - 1].Sample(
            position =>
            {
                byte[] damaged = [.. file];
                damaged[position] ^= 0x10;
                Assert.Throws<InvalidDataException>(() => ComplexityModel.Load(new MemoryStream(damaged)));
            },
            iter: 200,
            seed: "0000KeQTUVR3");
    }

    [Fact]
    public void A_file_that_was_cut_off_is_damaged() =>
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(static () => ComplexityModel.Load(new MemoryStream(Saved()[..^9]))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_later_version_says_that_it_is_one()
    {
        byte[] file = Saved();
        file[4] = 9;

        var exception = Assert.Throws<InvalidDataException>(() => ComplexityModel.Load(new MemoryStream(file)));

        Assert.Contains("version 9", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(70_000)]
    public void Another_file_is_refused(int length) =>
        Assert.Throws<InvalidDataException>(() => ComplexityModel.Load(new MemoryStream(new byte[length])));

    private static byte[] Saved()
    {
        using var stream = new MemoryStream();
        Model.Save(stream);
        return stream.ToArray();
    }
}
