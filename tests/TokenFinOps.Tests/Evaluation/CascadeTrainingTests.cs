using System.Globalization;
using TokenFinOps.Evaluation;
using TokenFinOps.Evaluation.Suites;

namespace TokenFinOps.Tests.Evaluation;

/// <summary>The suite <c>cascade</c> with something to learn from.</summary>
public sealed class CascadeTrainingTests : IDisposable
{
    private const int Rows = 200;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_cheap_model_answers_as_well_it_answers_alone_and_where_none_is_right_one_is_asked_before_the_dear_one()
    {
        SuiteReport report = await RunAsync(Matrix("seen", cheapIsGoodAtPoems: true), "--train", Matrix("new", cheapIsGoodAtPoems: true, rows: 400), "--loss", "0.01");

        Assert.Equal(1m, report["quality_ratio"]);
        Assert.Equal(0.5m, report["alone_share"]);
        Assert.Equal(1.5m, report["calls"]);
        Assert.Equal(0.6m, report["cost_ratio"]);
    }

    [Fact]
    public async Task Without_other_data_each_part_is_answered_by_what_was_learned_on_the_rest()
    {
        SuiteReport report = await RunAsync(Matrix("seen", cheapIsGoodAtPoems: true, rows: 400), "--loss", "0.01");

        Assert.Equal(0.6m, report["cost_ratio"]);
        Assert.Equal(0.7m, report["agreement_cost_ratio"]);
    }

    [Fact]
    public async Task Where_no_quality_is_proven_agreement_decides()
    {
        string data = Matrix("seen", cheapIsGoodAtPoems: false);

        SuiteReport trained = await RunAsync(data, "--train", Matrix("new", cheapIsGoodAtPoems: false));

        Assert.Equal(trained["agreement_cost_ratio"], trained["cost_ratio"]);
        Assert.Equal(trained["agreement_quality_ratio"], trained["quality_ratio"]);
        Assert.Equal(0m, trained["alone_share"]);
    }

    [Fact]
    public async Task As_many_must_agree_as_are_needed()
    {
        string row = """{"id":"1","prompt":"One?","correct":{"a":1,"b":1,"d":0,"c":1},"answer":{"a":"1","b":"1","d":"2","c":"1"},"outChars":{"a":4000,"b":4000,"d":4000,"c":4000}}""";
        string data = _folder.Write("three.jsonl", row);

        SuiteReport all = await RunAsync(data, "--weak", "a,b,d");
        SuiteReport two = await RunAsync(data, "--weak", "a,b,d", "--needed", "2");

        Assert.Equal(0m, all["agree_share"]);
        Assert.Equal(1m, two["agree_share"]);
    }

    [Theory]
    [InlineData("--needed", "3")]
    [InlineData("--needed", "1")]
    [InlineData("--confidence", "1.5")]
    [InlineData("--loss", "2")]
    [InlineData("--learn", "perhaps")]
    public async Task An_option_out_of_its_range_is_named(string option, string value)
    {
        string data = Matrix("seen", cheapIsGoodAtPoems: true);

        var exception = await Assert.ThrowsAsync<EvaluationException>(() => RunAsync(data, "--train", data, option, value));

        Assert.Contains(option, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_rows_to_learn_from_are_counted()
    {
        string few = _folder.Write("few.jsonl", Row("few", 0, isPoem: true, cheapIsGoodAtPoems: true));

        var exception = await Assert.ThrowsAsync<EvaluationException>(() => RunAsync(few, "--train", few));

        Assert.Contains("1 rows", exception.Message, StringComparison.Ordinal);
    }

    // Half the questions are poems, the other half sums, at which the cheap models are never right and never agree.
    private string Matrix(string name, bool cheapIsGoodAtPoems, int rows = Rows) =>
        _folder.Write(name + ".jsonl", string.Join('\n', Enumerable.Range(0, rows).Select(i => Row(name, i, i % 2 == 0, cheapIsGoodAtPoems))));

    private static string Row(string name, int number, bool isPoem, bool cheapIsGoodAtPoems)
    {
        string prompt = isPoem ? $"Who wrote the {name} poem number {number} about the sea?" : $"Compute the {name} integral of x times {number} exactly.";
        int cheap = isPoem && cheapIsGoodAtPoems ? 1 : 0;
        string b = isPoem ? "1" : "3";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"id":"{{{name}}}{{{number}}}","prompt":"{{{prompt}}}","correct":{"a":{{{cheap}}},"b":{{{cheap}}},"c":1},"answer":{"a":"1","b":"{{{b}}}","c":"2"},"outChars":{"a":4000,"b":4000,"c":4000}}""");
    }

    private Task<SuiteReport> RunAsync(string data, params string[] options)
    {
        string prices = _folder.Write("prices.json", """{"a":{"input":0,"output":1},"b":{"input":0,"output":1},"c":{"input":0,"output":10},"d":{"input":0,"output":1}}""");
        string[] models = options.Contains("--weak") ? ["--strong", "c"] : ["--weak", "a,b", "--strong", "c"];
        CommandLine arguments = CommandLine.Parse(["cascade", "--data", data, "--prices", prices, .. models, .. options]);
        return new CascadeSuite().RunAsync(new SuiteContext(arguments, new Progress<double>()), TestContext.Current.CancellationToken);
    }
}
