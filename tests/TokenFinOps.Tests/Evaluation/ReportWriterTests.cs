using System.Text.Json;
using TokenFinOps.Evaluation;

namespace TokenFinOps.Tests.Evaluation;

public sealed class ReportWriterTests
{
    [Fact]
    public void A_report_is_written_with_suite_data_figures_and_notes()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "out.json");
        var report = new SuiteReport();
        report.Add("cases", 3);
        report.Add("share", 0.125m);
        report.Add("rate", double.NaN);
        report.Note("2.50 ≠ 2.5 “quoted”");

        ReportWriter.WriteJson(path, "pricing", "cost_oracle", report);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Equal(["suite", "data", "figures", "notes"], json.RootElement.EnumerateObject().Select(static each => each.Name));
        Assert.Equal(("pricing", "cost_oracle"), (json.RootElement.GetProperty("suite").GetString(), json.RootElement.GetProperty("data").GetString()));
        JsonElement figures = json.RootElement.GetProperty("figures");
        Assert.Equal((3, 0.125m), (figures.GetProperty("cases").GetInt32(), figures.GetProperty("share").GetDecimal()));
        Assert.Equal(JsonValueKind.Null, figures.GetProperty("rate").ValueKind);
        Assert.Equal("2.50 ≠ 2.5 “quoted”", Assert.Single(json.RootElement.GetProperty("notes").EnumerateArray()).GetString());
    }
}
