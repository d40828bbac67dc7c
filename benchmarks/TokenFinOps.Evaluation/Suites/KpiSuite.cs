using System.Text.Json;
using TokenFinOps.Evaluation.Kpis;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Works out published KPI examples with the SDK's functions, its allocator and its price engine.</summary>
internal sealed class KpiSuite : ISuite
{
    private const string Cases = "kpi_oracles.json";

    public string Name => "kpi";

    public string Summary => "Works out the cases of kpi_oracles.json, or a folder that has it, and compares to the precision of a decimal.";

    public IReadOnlyList<SuiteOption> Options => [];

    public Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        string path = Directory.Exists(context.Data) ? Path.Combine(context.Data, Cases) : context.Data;
        using JsonDocument file = DataFile.OpenJson(path);
        IReadOnlyList<KpiCase> cases = KpiCase.Read(file.RootElement, path);
        var judge = new KpiJudge();
        string[] disagreements = [.. cases.Select(judge.Disagreement).OfType<string>()];

        var report = new SuiteReport();
        report.Add("cases", cases.Count);
        report.Add("agree", cases.Count - disagreements.Length);
        report.Add("max_relative_error", judge.MaxRelativeError);
        Array.ForEach(disagreements, report.Note);
        context.Progress.Report(1);
        return Task.FromResult(report);
    }
}
