using System.Text.Json;
using TokenFinOps.Evaluation;
using TokenFinOps.Evaluation.Oracle;
using TokenFinOps.Evaluation.Suites;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Extraction;

namespace TokenFinOps.Tests.Pricing.Extraction;

public sealed class PricingOracleTests
{
    [Theory]
    [InlineData("pricing/cost_oracle.json")]
    [InlineData("pricing/real_responses.json.gz")]
    [InlineData("pricing/catalog_sweep.json.gz")]
    public async Task Every_case_of_the_oracle_agrees_to_the_last_digit(string file)
    {
        string? path = OracleData.Find(file);
        Assert.SkipUnless(path is not null, OracleData.Absent);

        SuiteReport report = await RunAsync(path);

        Assert.True(report["cases"] > 0);
        Assert.True(report["disagree"] == 0, string.Join(Environment.NewLine, report.Notes));
    }

    [Fact]
    public void Every_recorded_response_is_understood_without_naming_its_flavour()
    {
        string? path = OracleData.Find("pricing/real_responses.json.gz");
        Assert.SkipUnless(path is not null, OracleData.Absent);
        using JsonDocument file = DataFile.OpenJson(path);

        // The file reads bodies in every flavour that can be forced on them, and some flavours miss counts; the one told from the shape must not.
        foreach (var same in OracleReader.Read(file.RootElement, path).GroupBy(static each => (each.Provider, each.RawResponse!.Value.GetRawText())))
        {
            ExtractedUsage extracted = UsageExtractor.Extract(same.First().RawResponse!.Value, same.Key.Provider);

            Assert.True(extracted.Usage.InputTokens >= same.Max(static each => each.Usage.InputTokens));
            Assert.True(extracted.Usage.OutputTokens >= same.Max(static each => each.Usage.OutputTokens));
            Assert.Equal(PricingIssues.None, extracted.Issues);
        }
    }

    [Theory]
    [InlineData("""{"id":"T1","usage":{"input_tokens":1000000},"prices":{"input_mtok":"2.5"},"context":{},"expectedCostUSD":"2.50"}""", 0)]
    [InlineData("""{"id":"T2","usage":{"input_tokens":1000000},"prices":{"input_mtok":"2.5"},"context":{},"expectedCostUSD":"2.5000000000000000001"}""", 1)]
    [InlineData("""{"id":"T3","usage":{"input_tokens":1000000},"prices":{"input_mtok":"2.5"},"context":{"toleranceUSD":"0.01"},"expectedCostUSD":"2.51"}""", 0)]
    [InlineData("""{"id":"T4","usage":{"input_tokens":1,"cache_read_tokens":2},"prices":{"input_mtok":"1","cache_read_mtok":"1"},"context":{},"expectedCostUSD":null,"expectedError":"cache_read_tokens (2) cannot exceed input_tokens (1)"}""", 0)]
    [InlineData("""{"id":"T5","usage":{"input_tokens":3,"cache_read_tokens":2},"prices":{"input_mtok":"1","cache_read_mtok":"1"},"context":{},"expectedCostUSD":null,"expectedError":"cache_read_tokens (2) cannot exceed input_tokens (1)"}""", 1)]
    [InlineData("""{"id":"T6","usage":{"input_tokens":1},"prices":{"input_mtok":"Infinity"},"context":{},"expectedCostUSD":null,"expectedError":"Invalid price value for input_mtok"}""", 0)]
    [InlineData("""{"id":"T7","provider":"openai","rawResponse":{"usage":{"prompt_tokens":2,"completion_tokens":0}},"usage":{"input_tokens":1,"output_tokens":0},"prices":{},"context":{},"expectedCostUSD":"0"}""", 1)]
    public async Task The_judge_tells_agreement_from_disagreement(string @case, int disagreements)
    {
        string path = Path.Combine(Path.GetTempPath(), $"oracle-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(path, $$"""{"cases":[{{@case}}]}""", TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal(disagreements, (await RunAsync(path))["disagree"]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task<SuiteReport> RunAsync(string path) =>
        new PricingSuite().RunAsync(new SuiteContext(CommandLine.Parse(["pricing", "--data", path]), new Ignored()), TestContext.Current.CancellationToken);

    private sealed class Ignored : IProgress<double>
    {
        public void Report(double value)
        {
        }
    }
}
