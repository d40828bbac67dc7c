using TokenFinOps.Evaluation;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tests.Pricing.Extraction;

namespace TokenFinOps.Tests.Evaluation;

public sealed class SnapshotCommandTests
{
    private static readonly string? Catalogues = OracleData.Find("pricing/catalogs");

    [Fact]
    public void The_shipped_catalogue_is_what_its_sources_make_byte_for_byte()
    {
        Assert.SkipUnless(Catalogues is not null, OracleData.Absent);

        Assert.Equal(Shipped(), SnapshotCommand.Build(Catalogues, static _ => { }));
    }

    [Fact]
    public void Making_it_again_says_that_nothing_changed()
    {
        Assert.SkipUnless(Catalogues is not null, OracleData.Absent);
        using var folder = new TempFolder();
        string output = Path.Combine(folder.Path, "prices.json");
        var log = new List<string>();

        SnapshotCommand.Run(CommandLine.Parse(["snapshot", "--data", Catalogues, "--out", output]), log.Add);
        string first = log[^1];
        SnapshotCommand.Run(CommandLine.Parse(["snapshot", "--data", Catalogues, "--out", output]), log.Add);

        Assert.Contains("new or changed", first, StringComparison.Ordinal);
        Assert.Contains("the same as before", log[^1], StringComparison.Ordinal);
        Assert.Equal(Shipped(), File.ReadAllBytes(output));
    }

    [Theory]
    [InlineData("--data", "--out", "x")]
    [InlineData("--out", "--data", ".")]
    [InlineData("--seed", "--data", ".", "--out", "x", "--seed", "1")]
    [InlineData("genai-prices.v2.json", "--data", "nowhere", "--out", "x")]
    public void What_is_missing_or_not_known_is_named(string complaint, params string[] arguments)
    {
        var error = Assert.Throws<EvaluationException>(() => SnapshotCommand.Run(CommandLine.Parse(["snapshot", .. arguments]), static _ => { }));

        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_source_is_refused_and_named()
    {
        using var folder = new TempFolder();
        folder.Write("genai-prices.v2.json", "[{]");

        Assert.Contains("genai-prices", Assert.Throws<EvaluationException>(() => SnapshotCommand.Build(folder.Path, static _ => { })).Message, StringComparison.Ordinal);
    }

    private static byte[] Shipped()
    {
        using Stream resource = typeof(PriceCatalogue).Assembly.GetManifestResourceStream("TokenFinOps.Pricing.Catalogue.Shipped.prices.json")!;
        using var buffer = new MemoryStream();
        resource.CopyTo(buffer);
        return buffer.ToArray();
    }
}
