using TokenFinOps.Evaluation;

namespace TokenFinOps.Tests.Evaluation;

public sealed class CommandLineTests
{
    [Fact]
    public void An_option_takes_none_one_or_several_values()
    {
        CommandLine line = CommandLine.Parse(["router", "--train", "a", "b", "--json", "out.json", "--verbose"]);

        Assert.Equal("router", line.Suite);
        Assert.Equal(["a", "b"], line.Values("train"));
        Assert.Equal("out.json", line.Value("json"));
        Assert.Empty(line.Values("verbose"));
        Assert.Null(line.Value("data"));
    }

    [Theory]
    [InlineData("--data", "x")]
    [InlineData("pricing", "x")]
    public void What_belongs_nowhere_is_refused(params string[] arguments) =>
        Assert.Throws<EvaluationException>(() => CommandLine.Parse(arguments));

    [Fact]
    public void An_unknown_option_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<EvaluationException>(static () => CommandLine.Parse(["pricing", "--dta", "x"]).RejectUnknown(SuiteRegistry.Find("pricing")));

        Assert.Contains("--dta", error.Message, StringComparison.Ordinal);
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_must_be_one() =>
        Assert.Throws<EvaluationException>(static () => CommandLine.Parse(["ledger", "--callers", "many"]).Number("callers", 1));
}
