using Microsoft.ML.Tokenizers;
using TokenFinOps.Evaluation.TokenEstimates;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Suites;

/// <summary>Measures the token estimator against the real tokenizers, on text that it was not calibrated on; can calibrate it, too.</summary>
internal sealed class TokensSuite : ISuite
{
    public string Name => "tokens";

    public string Summary => "Error of the token estimator against o200k_base and cl100k_base, by kind of text, on the half that it was not calibrated on. The data are a folder with compress and corpora in it.";

    public IReadOnlyList<SuiteOption> Options =>
    [
        new("more", "FOLDER", "More texts, named LANGUAGE.SOURCE.train.txt or LANGUAGE.SOURCE.test.txt."),
        new("calibrate", "FOLDER", "Measures the estimator's tables anew and writes their sources there. Build and run again to see the effect."),
        new("export", "FILE", "Writes every sample with its estimate by script as JSON lines, to fit the factors of other tokenizers on."),
    ];

    public async Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken)
    {
        List<TokenSample> samples = [.. TokenCorpora.Read(context.Data, context.Arguments.Value("more"))];
        var report = new SuiteReport();
        report.Add("samples", samples.Count);
        Tokenizer o200k = TiktokenTokenizer.CreateForEncoding("o200k_base");
        if (context.Arguments.Value("calibrate") is { } folder)
        {
            TokenCalibration.Of([.. samples.Where(static sample => sample.Calibrates)], o200k).Write(folder);
            report.Note($"The tables were written to {folder}; build again to use them.");
            return report;
        }

        if (context.Arguments.Value("export") is { } file)
        {
            await File.WriteAllLinesAsync(file, samples.Select(TokenExport.Line), cancellationToken);
            return report;
        }

        List<TokenSample> heldOut = [.. samples.Where(static sample => !sample.Calibrates)];
        TokenErrors.Add(report, heldOut, o200k, TokenizerFamily.O200k, context.Progress, cancellationToken);
        TokenErrors.Add(report, heldOut, TiktokenTokenizer.CreateForEncoding("cl100k_base"), TokenizerFamily.Cl100k, context.Progress, cancellationToken);
        return report;
    }
}
