using Microsoft.ML.Tokenizers;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.TokenEstimates;

/// <summary>Compares estimates with what a tokenizer counts.</summary>
internal static class TokenErrors
{
    /// <summary>Adds, for each set, the mean and the 95th percentile of the relative error, its bias, and the worst under-count of the bound.</summary>
    public static void Add(
        SuiteReport report, IReadOnlyCollection<TokenSample> samples, Tokenizer tokenizer, TokenizerFamily family, IProgress<double> progress, CancellationToken cancellationToken)
    {
        int done = 0;
        foreach (IGrouping<string, TokenSample> set in samples.GroupBy(static sample => sample.Set).OrderBy(static set => set.Key, StringComparer.Ordinal))
        {
            var errors = new List<double>();
            var bounds = new List<double>();
            foreach (TokenSample sample in set)
            {
                cancellationToken.ThrowIfCancellationRequested();
                double truth = tokenizer.CountTokens(sample.Text);
                TokenCount estimate = TokenEstimator.Estimate(sample.Text, family);
                errors.Add((estimate.Tokens - truth) / truth);
                bounds.Add((estimate.AtMost - truth) / truth);
                progress.Report((double)++done / samples.Count);
            }

            double[] sizes = [.. errors.Select(Math.Abs).Order()];
            string name = $"{family}.{set.Key}";
            report.Add($"{name}.mean_error_percent", Math.Round(100 * sizes.Average(), 1));
            report.Add($"{name}.p95_error_percent", Math.Round(100 * sizes[(int)(0.95 * (sizes.Length - 1))], 1));
            report.Add($"{name}.bias_percent", Math.Round(100 * errors.Average(), 1));
            report.Add($"{name}.bound_over_percent", Math.Round(100 * bounds.Average(), 1));
            report.Add($"{name}.bound_worst_under_percent", Math.Round(100 * Math.Max(0, -bounds.Min()), 1));
            report.Add($"{name}.bound_missed_percent", Math.Round(100.0 * bounds.Count(static bound => bound < 0) / bounds.Count, 2));
        }
    }
}
