using TokenFinOps.Evaluation;
using TokenFinOps.Evaluation.Suites;
using TokenFinOps.Evaluation.Vectors;

namespace TokenFinOps.Tests.Evaluation;

public sealed class IndexSuiteTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_suite_finds_no_disagreement_and_writes_what_it_searched()
    {
        string dump = Path.Combine(_folder.Path, "dump");

        SuiteReport report = await RunAsync("--n", "3000", "--dim", "40", "--questions", "200", "--data-kind", "flat", "--dump", dump);

        Assert.Equal(0, report["disagreements"]);
        Assert.InRange(report["hit_share"]!.Value, 0.2m, 0.9m);
        Assert.InRange(report["bytes_per_entry"]!.Value, 4 * 48, 4 * 48 + 300);
        Assert.All((string[])["us_per_query", "us_bruteforce", "us_insert", "us_delete"], figure => Assert.True(report[figure] > 0));
        using FileStream file = File.OpenRead(Path.Combine(dump, "entries.npy"));
        (int dimensions, float[] values) = NumpyFile.Read(file, "entries.npy");
        Assert.Equal((40, 3_000 * 40), (dimensions, values.Length));
    }

    [Fact]
    public async Task Vectors_of_a_file_are_searched_for_those_that_were_taken_out()
    {
        VectorSet set = new VectorGenerator("clustered", 33, 2).Make(1_000, 1);
        Array.Clear(set.Entries, 5 * 33, 33);
        string path = Path.Combine(_folder.Path, "vectors.npy");
        NumpyFile.Write(path, 33, set.Entries);

        SuiteReport report = await RunAsync("--data", path, "--questions", "100", "--theta", "0.7");

        Assert.Equal(0, report["disagreements"]);
        Assert.Equal(949, report["entries"]);
    }

    [Fact]
    public async Task A_file_of_something_else_is_refused_by_name()
    {
        string path = _folder.Write("vectors.npy", "not vectors at all");

        var exception = await Assert.ThrowsAsync<EvaluationException>(() => RunAsync("--data", path));

        Assert.Contains("vectors.npy", exception.Message, StringComparison.Ordinal);
    }

    private static Task<SuiteReport> RunAsync(params string[] options) =>
        new IndexSuite().RunAsync(new SuiteContext(CommandLine.Parse(["index", .. options]), new Progress<double>()), TestContext.Current.CancellationToken);
}
