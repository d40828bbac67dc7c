using TokenFinOps.Evaluation;

namespace TokenFinOps.Tests.Evaluation;

public sealed class LedgerSuiteTests : IDisposable
{
    private const string Trace = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n2023-11-16 18:17:04,1000,0\n";
    private const string Expected =
        """{ "azure_code": { "rows": 2, "context_tokens": 5808, "generated_tokens": 10, "cost_usd@2.50/10.00": "0.01462", "cost_usd@0.10/0.40": "0.0005848", "p50_in": 1000 } }""";

    private readonly TempFolder _folder = new();

    public LedgerSuiteTests() => _folder.Write("azure/trace_code.csv", Trace);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("memory")]
    [InlineData("none")]
    public async Task Every_expected_total_is_compared_at_every_price(string store)
    {
        SuiteReport report = await RunAsync(Expected, "--store", store);

        Assert.Equal((8, 0, 4), (report["totals"], report["mismatches"], report["rows"]));
        Assert.Contains(report.Notes, static note => note.Contains("p50_in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_total_that_differs_in_its_last_digit_is_a_mismatch_and_both_values_are_said()
    {
        SuiteReport report = await RunAsync(Expected.Replace("0.0005848", "0.0005847", StringComparison.Ordinal));

        Assert.Equal(1, report["mismatches"]);
        Assert.Contains("azure_code cost_usd@0.10/0.40: expected 0.0005847, the ledger says 0.0005848", report.Notes);
    }

    [Fact]
    public async Task A_trace_that_is_not_there_is_named_and_not_counted()
    {
        SuiteReport report = await RunAsync("""{ "mooncake_conversation": { "rows": 7 } }""");

        Assert.Equal((0, 0), (report["totals"], report["mismatches"]));
        Assert.Null(report["entries_per_second"]);
        Assert.Contains(report.Notes, static note => note.Contains("mooncake_conversation", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--store", "stone")]
    [InlineData("--callers", "0")]
    public async Task An_option_that_makes_no_sense_is_refused(params string[] options)
    {
        var error = await Assert.ThrowsAsync<EvaluationException>(() => RunAsync(Expected, options));

        Assert.Contains(options[1], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_expectations_is_refused() =>
        Assert.Contains("expected.json", (await Assert.ThrowsAsync<EvaluationException>(() => RunAsync(null))).Message, StringComparison.Ordinal);

    private Task<SuiteReport> RunAsync(string? expected, params string[] options)
    {
        if (expected is not null)
        {
            _folder.Write("expected.json", expected);
        }

        CommandLine arguments = CommandLine.Parse(["ledger", "--data", _folder.Path, .. options]);
        return SuiteRegistry.Find("ledger").RunAsync(new SuiteContext(arguments, new Progress<double>()), TestContext.Current.CancellationToken);
    }
}
