using TokenFinOps.Evaluation;
using TokenFinOps.Tests.Pricing.Extraction;

namespace TokenFinOps.Tests.Evaluation;

public sealed class FocusSuiteTests : IDisposable
{
    private const string Trace = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n2023-11-16 18:17:04,1000,0\n2023-11-16 19:00:00,7,7\n";
    private const string Expected = """{ "azure_code": { "cost_usd@2.50/10.00": "0.0147075" }, "mooncake_conversation": { "rows": 7 } }""";

    private readonly TempFolder _folder = new();

    public FocusSuiteTests()
    {
        _folder.Write("azure/trace_code.csv", Trace);
        _folder.Write("expected.json", Expected);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("hour", "1.2", "csv", 6)]
    [InlineData("day", "1.4", "parquet", 3)]
    [InlineData("call", "1.2", "csv", 8)]
    public async Task Every_row_is_checked_and_the_sums_are_compared(string granularity, string version, string format, int rows)
    {
        SuiteReport report = await RunAsync("--granularity", granularity, "--version", version, "--format", format);

        Assert.Equal((rows, 0, 0, 0, 3), (report["rows"], report["violations"], report["warnings"], report["sum_mismatches"], report["entries"]));
        Assert.True(report["peak_mb"] > 0);
        Assert.Contains(report.Notes, static note => note.Contains("mooncake_conversation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sum_that_is_not_the_expected_one_is_counted_and_both_are_said()
    {
        _folder.Write("expected.json", Expected.Replace("0.0147075", "0.0147076", StringComparison.Ordinal));

        SuiteReport report = await RunAsync();

        Assert.Equal(1, report["sum_mismatches"]);
        Assert.Contains(report.Notes, static note => note.Contains("expected 0.0147076, the rows say 0.0147075", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_made_up_year_is_exported_without_data_and_adds_up()
    {
        SuiteReport report = await RunAsync("--entries", "500");

        Assert.Equal((500, 0, 0), (report["entries"], report["violations"], report["sum_mismatches"]));
        Assert.InRange(report["rows"]!.Value, 1_000m, 1_500m);
    }

    [Theory]
    [InlineData("--version", "1.5")]
    [InlineData("--granularity", "month")]
    [InlineData("--format", "xlsx")]
    [InlineData("--entries", "-5")]
    public async Task An_option_that_makes_no_sense_is_refused(params string[] options) =>
        Assert.Contains(options[1], (await Assert.ThrowsAsync<EvaluationException>(() => RunAsync(options))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Traces_without_the_model_beside_them_are_refused()
    {
        CommandLine arguments = CommandLine.Parse(["focus", "--data", _folder.Path]);

        var error = await Assert.ThrowsAsync<EvaluationException>(() => RunAsync(arguments));

        Assert.Contains("model-1.2.json", error.Message, StringComparison.Ordinal);
    }

    private Task<SuiteReport> RunAsync(params string[] options)
    {
        string? model = OracleData.Find("focus");
        Assert.SkipUnless(model is not null, OracleData.Absent);
        return RunAsync(CommandLine.Parse(["focus", "--data", _folder.Path, "--model", model!, .. options]));
    }

    private static Task<SuiteReport> RunAsync(CommandLine arguments) =>
        SuiteRegistry.Find("focus").RunAsync(new SuiteContext(arguments, new Progress<double>()), TestContext.Current.CancellationToken);
}
