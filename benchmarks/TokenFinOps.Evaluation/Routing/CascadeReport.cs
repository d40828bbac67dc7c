namespace TokenFinOps.Evaluation.Routing;

/// <summary>Makes figures of how the questions went.</summary>
internal sealed class CascadeReport(CascadePair pair, IReadOnlyDictionary<string, IReadOnlyList<CascadeOutcome>> alone, IReadOnlyList<CascadeOutcome> agreement)
{
    /// <summary>Adds the figures.</summary>
    /// <param name="report">Takes them.</param>
    /// <param name="learned">How the questions went by what was learned; <see langword="null"/> for agreement alone.</param>
    /// <param name="seed">The seed of the intervals.</param>
    public void AddTo(SuiteReport report, IReadOnlyList<CascadeOutcome>? learned, int seed)
    {
        IReadOnlyList<CascadeOutcome> cascade = learned ?? agreement;
        string best = pair.Weak.OrderByDescending(model => alone[model].Sum(static each => each.Quality)).ThenBy(model => alone[model].Sum(static each => each.Cost)).First();
        IReadOnlyList<CascadeOutcome> strong = alone[pair.Strong];
        IReadOnlyList<CascadeOutcome> weak = alone[best];
        var whole = new CascadeSample(CascadeSums.Of(cascade), CascadeSums.Of(strong), CascadeSums.Of(weak));
        var bootstrap = new CascadeBootstrap(cascade, strong, weak, seed);
        report.Add("rows", cascade.Count);
        AddInterval(report, "quality", "quality_ratio", whole, bootstrap, static sample => sample.QualityRatio);
        AddInterval(report, "cost", "cost_ratio", whole, bootstrap, static sample => sample.CostRatio);
        AddShares(report, cascade);
        AddAgreement(report, strong, weak, seed);
        report.Add("strong_quality", whole.Strong.Quality / cascade.Count);
        report.Add("strong_usd", strong.Sum(static each => each.Cost));
        report.Add("cascade_usd", cascade.Sum(static each => each.Cost));
        report.Add("best_weak_quality_ratio", whole.Weak.Quality / whole.Strong.Quality);
        report.Add("best_weak_cost_ratio", whole.Weak.Cost / whole.Strong.Cost);
        report.Add("random_mix_quality_ratio", whole.RandomMix);
        AddInterval(report, "gain_over_random_mix", "gain_over_random_mix", whole, bootstrap, static sample => sample.QualityRatio - sample.RandomMix);
        report.Note($"best cheap model alone: {best}");
    }

    private static void AddInterval(SuiteReport report, string prefix, string name, CascadeSample whole, CascadeBootstrap bootstrap, Func<CascadeSample, double> figure)
    {
        (double low, double high) = bootstrap.Interval(figure);
        report.Add(name, figure(whole));
        report.Add(prefix + "_low", low);
        report.Add(prefix + "_high", high);
    }

    private void AddShares(SuiteReport report, IReadOnlyList<CascadeOutcome> cascade)
    {
        report.Add("alone_share", Share(each => each.Calls == 1 && each.AnsweredBy != pair.Strong));
        report.Add("escalated_share", Share(each => each.AnsweredBy == pair.Strong));
        report.Add("calls", cascade.Average(static each => each.Calls));

        double Share(Func<CascadeOutcome, bool> which) => (double)cascade.Count(which) / cascade.Count;
    }

    private void AddAgreement(SuiteReport report, IReadOnlyList<CascadeOutcome> strong, IReadOnlyList<CascadeOutcome> weak, int seed)
    {
        var whole = new CascadeSample(CascadeSums.Of(agreement), CascadeSums.Of(strong), CascadeSums.Of(weak));
        AddInterval(report, "agreement_quality", "agreement_quality_ratio", whole, new CascadeBootstrap(agreement, strong, weak, seed), static sample => sample.QualityRatio);
        report.Add("agreement_cost_ratio", whole.CostRatio);
        int[] agreed = [.. Enumerable.Range(0, agreement.Count).Where(i => agreement[i].AnsweredBy != pair.Strong)];
        report.Add("agree_share", (double)agreed.Length / agreement.Count);
        report.Add("agree_quality", agreed.Length == 0 ? null : agreed.Average(i => agreement[i].Quality));
        report.Add("agree_strong_quality", agreed.Length == 0 ? null : agreed.Average(i => strong[i].Quality));
    }
}
