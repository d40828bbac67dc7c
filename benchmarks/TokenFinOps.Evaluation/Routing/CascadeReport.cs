namespace TokenFinOps.Evaluation.Routing;

/// <summary>Makes figures of how the questions went.</summary>
internal sealed class CascadeReport(CascadePair pair, IReadOnlyDictionary<string, IReadOnlyList<CascadeOutcome>> alone, IReadOnlyList<CascadeOutcome> cascade)
{
    public void AddTo(SuiteReport report, int seed, bool isTrained)
    {
        string best = pair.Weak.OrderByDescending(model => alone[model].Sum(static each => each.Quality)).ThenBy(model => alone[model].Sum(static each => each.Cost)).First();
        IReadOnlyList<CascadeOutcome> strong = alone[pair.Strong];
        IReadOnlyList<CascadeOutcome> weak = alone[best];
        var whole = new CascadeSample(CascadeSums.Of(cascade), CascadeSums.Of(strong), CascadeSums.Of(weak));
        var bootstrap = new CascadeBootstrap(cascade, strong, weak, seed);
        report.Add("rows", cascade.Count);
        AddInterval(report, "quality", "quality_ratio", whole, bootstrap, static sample => sample.QualityRatio);
        AddInterval(report, "cost", "cost_ratio", whole, bootstrap, static sample => sample.CostRatio);
        AddAgreement(report, strong);
        if (isTrained)
        {
            report.Add("alone_share", ShareOf(each => each.Calls == 1 && each.AnsweredBy != pair.Strong));
            report.Add("direct_share", ShareOf(each => each.Calls == 1 && each.AnsweredBy == pair.Strong));
        }

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

    private void AddAgreement(SuiteReport report, IReadOnlyList<CascadeOutcome> strong)
    {
        int[] agreed = [.. Enumerable.Range(0, cascade.Count).Where(i => cascade[i].Calls > 1 && cascade[i].AnsweredBy != pair.Strong)];
        report.Add("agree_share", (double)agreed.Length / cascade.Count);
        report.Add("agree_quality", agreed.Length == 0 ? null : agreed.Average(i => cascade[i].Quality));
        report.Add("agree_strong_quality", agreed.Length == 0 ? null : agreed.Average(i => strong[i].Quality));
    }

    private double ShareOf(Func<CascadeOutcome, bool> which) => (double)cascade.Count(which) / cascade.Count;
}
