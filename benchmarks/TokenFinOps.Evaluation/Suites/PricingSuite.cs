using System.Text.Json;
using TokenFinOps.Evaluation.Oracle;
using TokenFinOps.Pricing.Catalogue;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Prices every case of an oracle through the SDK and counts where it agrees to the last digit.</summary>
/// <param name="catalogue">Where cases with a real model find its prices a second time; <see langword="null"/> for the shipped one.</param>
internal sealed class PricingSuite(PriceCatalogue? catalogue = null) : ISuite
{
    public string Name => "pricing";

    public string Summary => "Extraction and pricing against an oracle (cost_oracle.json, real_responses.json, catalog_sweep.json), to the last digit.";

    public IReadOnlyList<SuiteOption> Options => [];

    public Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        string path = context.Data;
        using JsonDocument file = DataFile.OpenJson(path);
        IReadOnlyList<OracleCase> cases = OracleReader.Read(file.RootElement, path);
        var report = new SuiteReport();
        JudgePrices(cases, report, context.Progress, cancellationToken);
        JudgeCatalogue([.. cases.Where(static each => each.IsFromCatalogue)], report, cancellationToken);
        return Task.FromResult(report);
    }

    private static void JudgePrices(IReadOnlyList<OracleCase> cases, SuiteReport report, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var judge = new OracleJudge();
        var verdicts = new List<Verdict>(cases.Count);
        foreach (OracleCase each in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            verdicts.Add(judge.Judge(each));
            progress.Report((double)verdicts.Count / cases.Count);
        }

        report.Add("cases", cases.Count);
        AddVerdicts(report, verdicts);
        Note(report, verdicts, static verdict => verdict.IsTotalOnly, "cases expect a total only, not its two sides.");
        Note(report, verdicts, static verdict => verdict.IsUnpricedZero, "cases have nothing that could be priced; the oracle says 0, the SDK says unknown.");
        Note(report, verdicts, static verdict => verdict.IsUnwritablePrice, "wrong prices (NaN, Infinity) cannot even be made into a decimal.");
        if (judge.IgnoredPrices.Count > 0)
        {
            report.Note($"Ignored, as the peer does: the prices {string.Join(", ", judge.IgnoredPrices)}.");
        }
    }

    private void JudgeCatalogue(OracleCase[] cases, SuiteReport report, CancellationToken cancellationToken)
    {
        if (cases.Length == 0)
        {
            return;
        }

        PriceCatalogue prices = catalogue ?? PriceCatalogue.Shipped;
        var judge = new CatalogueJudge(prices);
        var verdicts = new List<CatalogueVerdict>(cases.Length);
        foreach (OracleCase each in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            verdicts.Add(judge.Judge(each));
        }

        CatalogueFigures.AddTo(report, verdicts);
        report.Note($"The catalogue is {prices.Version}; an oracle that was computed with another one may rightly differ.");
    }

    private static void AddVerdicts(SuiteReport report, List<Verdict> verdicts)
    {
        int agree = verdicts.Count(static verdict => verdict.IsAgreement);
        report.Add("agree", agree);
        report.Add("disagree", verdicts.Count - agree);
        foreach (Verdict verdict in verdicts.Where(static verdict => !verdict.IsAgreement))
        {
            report.Note(verdict.Disagreement!);
        }
    }

    private static void Note(SuiteReport report, List<Verdict> verdicts, Predicate<Verdict> which, string what)
    {
        int count = verdicts.Count(verdict => which(verdict));
        if (count > 0)
        {
            report.Note($"{count} {what}");
        }
    }
}
