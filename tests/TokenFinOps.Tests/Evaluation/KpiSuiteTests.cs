using TokenFinOps.Evaluation;
using TokenFinOps.Evaluation.Suites;
using TokenFinOps.Tests.Pricing.Extraction;

namespace TokenFinOps.Tests.Evaluation;

public sealed class KpiSuiteTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_published_example_is_reproduced_exactly()
    {
        Assert.SkipUnless(OracleData.Find("finops/kpi_oracles.json") is not null, OracleData.Absent);

        SuiteReport report = await RunAsync(OracleData.Find("finops")!);

        Assert.Equal((10m, 10m, 0m), (report["cases"], report["agree"], report["max_relative_error"]));
    }

    [Fact]
    public async Task A_wrong_figure_and_an_unknown_kpi_are_named()
    {
        SuiteReport report = await RunAsync(_folder.Write(
            "cases.json",
            """
            [ { "id": "cost_per_api_call", "inputs": { "cost": "1", "calls": 4 }, "expected": "0.20" },
              { "id": "vibes", "inputs": {}, "expected": "1" },
              { "id": "coin", "inputs": { "total": "100" }, "expected": "1" },
              { "id": "shared_cost_proportional", "inputs": { "shared": "10", "spend": { "a": "1", "b": "2" } }, "expected": { "a": "3.33", "b": "6.67" } },
              { "id": "shared_cost_proportional_2", "inputs": { "shared": "10", "spend": { "a": "1", "b": "2" } }, "expected": { "a": "3.3333333333333333333333333333333", "b": "6.666666666666666666666666666666667" } } ]
            """));

        Assert.Equal((5m, 2m, 0.25m), (report["cases"], report["agree"], report["max_relative_error"]));
        Assert.Equal(
            ["cost_per_api_call: expected 0.20, got 0.25", "vibes: there is no such KPI", "coin: the inputs have no savings"],
            report.Notes);
    }

    [Fact]
    public async Task A_file_that_has_no_cases_is_refused() =>
        await Assert.ThrowsAsync<EvaluationException>(() => RunAsync(_folder.Write("cases.json", "{}")));

    private static Task<SuiteReport> RunAsync(string data) =>
        new KpiSuite().RunAsync(new SuiteContext(CommandLine.Parse(["kpi", "--data", data]), new Progress<double>()), TestContext.Current.CancellationToken);
}
