using CsCheck;
using TokenFinOps.Caching.VectorIndex.Kernels;

namespace TokenFinOps.Tests.Caching.VectorIndex;

/// <summary>The index answers what multiplying everything answers, to the bit. Benchmarks ask 10,000 questions of every size; here the sizes share them.</summary>
public sealed class ExactnessTests
{
    private static readonly string[] Kinds = ["clustered", "flat", "random"];

    public static TheoryData<string, int, int> Sets => new()
    {
        { "clustered", 64, 8_000 },
        { "clustered", 129, 1_400 },
        { "clustered", 384, 500 },
        { "clustered", 1_536, 100 },
        { "flat", 64, 8_000 },
        { "flat", 250, 1_400 },
        { "flat", 768, 500 },
        { "flat", 1_536, 100 },
        { "random", 33, 8_000 },
        { "random", 96, 1_400 },
        { "random", 512, 500 },
        { "random", 1_536, 100 },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task The_index_answers_what_brute_force_answers(string kind, int dimensions, int questions) =>
        await AskAsync(kind, dimensions, questions, KernelWidths.Widest);

    [Theory]
    [InlineData("clustered", 65, nameof(KernelWidth.Scalar))]
    [InlineData("flat", 384, nameof(KernelWidth.Scalar))]
    [InlineData("clustered", 384, nameof(KernelWidth.V128))]
    [InlineData("flat", 65, nameof(KernelWidth.V128))]
    [InlineData("random", 384, nameof(KernelWidth.V256))]
    [InlineData("clustered", 65, nameof(KernelWidth.V256))]
    public async Task Narrow_kernels_answer_the_same(string kind, int dimensions, string name)
    {
        KernelWidth width = Enum.Parse<KernelWidth>(name);
        Assert.SkipUnless(width <= KernelWidths.Widest, $"This processor has no kernels of {width}.");

        await AskAsync(kind, dimensions, 600, width);
    }

    [Fact]
    public void Any_size_kind_and_width_is_exact() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 2].Select(static kind => Kinds[kind]), Gen.Int[0, (int)KernelWidths.Widest].Select(static width => (KernelWidth)width), Gen.Int[0, 1_000_000])
            .Sample(
                static (dimensions, kind, width, seed) =>
                {
                    var exactness = new Exactness(kind, dimensions, seed, width, entries: 300);
                    exactness.Index.Training.GetAwaiter().GetResult();
                    exactness.Ask(40);
                },
                iter: 25, seed: "0000000000a1");

    private static async Task AskAsync(string kind, int dimensions, int questions, KernelWidth width)
    {
        var exactness = new Exactness(kind, dimensions, 1, width);
        exactness.Ask(questions / 4);
        await exactness.Index.Training;
        exactness.Ask(questions / 2);
        Task learning = exactness.Index.TrainAsync();
        exactness.Ask(questions / 4);
        await learning;
        exactness.Ask(20);
    }
}
