using TokenFinOps.Evaluation;
using TokenFinOps.Evaluation.Suites;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tests.Pricing.Extraction;

namespace TokenFinOps.Tests.Evaluation;

public sealed class PricingSuiteTests : IDisposable
{
    private const string Case =
        """
        { "cases": [ { "provider": "acme", "model": "sage-1", "timestamp": "2026-01-01T00:00:00Z", "usage": { "input_tokens": 1000, "output_tokens": 100 },
          "prices": { "input_mtok": "2", "output_mtok": "8" }, "expected": { "input_price": "0.002", "output_price": "0.0008", "total_price": "0.0028" } } ] }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_case_agrees_when_the_catalogue_leads_to_its_cost()
    {
        SuiteReport report = await RunAsync(Case, Model("sage-1", 2m, 8m));

        Assert.Equal((1, 0), (report["catalogue_agree"], report["catalogue_disagree"]));
        Assert.Equal((0, 0), (report["catalogue_other_model"], report["catalogue_other_rates"]));
    }

    [Fact]
    public async Task Another_price_is_listed_with_both_costs_both_rates_and_where_they_come_from()
    {
        SuiteReport report = await RunAsync(Case, Model("sage-1", 2m, 9m, new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero)));

        Assert.Equal((1, 0, 1), (report["agree"], report["catalogue_agree"], report["catalogue_disagree"]));
        string note = Assert.Single(report.Notes, static note => note.Contains("sage-1", StringComparison.Ordinal));
        Assert.Contains("total expected 0.0028, got 0.002900", note, StringComparison.Ordinal);
        Assert.Contains("found as acme/sage-1 at other rates (test prices, since 2025-12-01): output_tokens expected 8 per 1000000, got 9 per 1000000", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_the_catalogue_does_not_know_is_a_disagreement()
    {
        SuiteReport report = await RunAsync(Case, Model("oracle-1", 2m, 8m));

        Assert.Equal(1, report["catalogue_disagree"]);
        Assert.Contains(report.Notes, static note => note.EndsWith("the catalogue does not know the model, expected 0.0028", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_without_rates_at_the_moment_is_a_disagreement()
    {
        SuiteReport report = await RunAsync(Case, Model("sage-1", 2m, 8m, new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero)));

        Assert.Equal(1, report["catalogue_disagree"]);
        Assert.Contains(report.Notes, static note => note.Contains("no rates at 2026-01-01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_model_at_the_same_price_agrees_and_is_named()
    {
        SuiteReport report = await RunAsync(Case.Replace("\"model\"", "\"modelId\": \"sage-one\", \"model\"", StringComparison.Ordinal), Model("sage-1", 2m, 8m));

        Assert.Equal((1, 1), (report["catalogue_agree"], report["catalogue_other_model"]));
        Assert.Contains(report.Notes, static note => note.Contains("found as acme/sage-1 and not as sage-one", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_without_a_moment_is_priced_at_the_latest_rates()
    {
        SuiteReport report = await RunAsync(Case.Replace("\"timestamp\"", "\"recorded\"", StringComparison.Ordinal), Model("sage-1", 2m, 8m));

        Assert.Equal(1, report["catalogue_agree"]);
    }

    [Theory]
    [InlineData("pricing/catalog_sweep.json.gz")]
    [InlineData("pricing/real_responses.json.gz")]
    public async Task The_shipped_catalogue_leads_to_the_cost_of_every_case(string file)
    {
        string? path = OracleData.Find(file);
        Assert.SkipUnless(path is not null, OracleData.Absent);

        SuiteReport report = await RunAsync(SuiteRegistry.Find("pricing"), path);

        Assert.Equal((0, 0), (report["disagree"], report["catalogue_disagree"]));
        Assert.Equal(report["cases"], report["catalogue_agree"]);
        Assert.Equal(0, report["catalogue_other_model"]);
    }

    private static PriceCatalogue Model(string name, decimal input, decimal output, DateTimeOffset? since = null) => new("test", new ModelPrices(
        "acme",
        name,
        new RateCard(new Rate(UsageKind.InputTokens, input), new Rate(UsageKind.OutputTokens, output))
        {
            EffectiveFrom = since ?? DateTimeOffset.MinValue,
            Provenance = new RateProvenance("test prices"),
        }));

    private static Task<SuiteReport> RunAsync(ISuite suite, string path) =>
        suite.RunAsync(new SuiteContext(CommandLine.Parse(["pricing", "--data", path]), new Progress<double>()), TestContext.Current.CancellationToken);

    private Task<SuiteReport> RunAsync(string cases, PriceCatalogue catalogue) => RunAsync(new PricingSuite(catalogue), _folder.Write("cases.json", cases));
}
