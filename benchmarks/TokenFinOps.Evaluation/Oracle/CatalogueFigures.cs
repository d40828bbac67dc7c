namespace TokenFinOps.Evaluation.Oracle;

/// <summary>Adds up what a catalogue was found to do.</summary>
internal static class CatalogueFigures
{
    /// <summary>Adds the figures, every disagreement, and what the costs alone do not show: another model at the same price, another price that the case does not use.</summary>
    public static void AddTo(SuiteReport report, IReadOnlyList<CatalogueVerdict> verdicts)
    {
        report.Add("catalogue_agree", verdicts.Count(static verdict => verdict.IsAgreement));
        report.Add("catalogue_disagree", verdicts.Count(static verdict => !verdict.IsAgreement));
        report.Add("catalogue_other_model", verdicts.Count(static verdict => verdict.OtherModel is not null));
        report.Add("catalogue_other_rates", verdicts.Count(static verdict => verdict.OtherRates is not null));
        foreach (CatalogueVerdict verdict in verdicts.Where(static verdict => !verdict.IsAgreement))
        {
            report.Note(string.Join("; ", new[] { $"{verdict.Id}: {verdict.Disagreement}", verdict.OtherModel, verdict.OtherRates }.Where(static part => part is not null)));
        }

        AddRemarks(report, verdicts, static verdict => verdict.OtherModel);
        AddRemarks(report, verdicts, static verdict => verdict.OtherRates);
        AddCount(report, verdicts, static verdict => verdict.IsFree, "cases have no prices; the catalogue says that their models are free.");
        AddCount(report, verdicts, static verdict => verdict.IsUnpricedZero, "cases have no price in the catalogue; the oracle says 0, the SDK says unknown.");
    }

    private static void AddRemarks(SuiteReport report, IEnumerable<CatalogueVerdict> verdicts, Func<CatalogueVerdict, string?> remark)
    {
        foreach (IGrouping<string, CatalogueVerdict> same in verdicts.Where(verdict => verdict.IsAgreement && remark(verdict) is not null).GroupBy(verdict => remark(verdict)!))
        {
            string more = same.Count() == 1 ? string.Empty : $" and {same.Count() - 1} more";
            report.Note($"{same.First().Id}{more}: the cost agrees, but {same.Key}.");
        }
    }

    private static void AddCount(SuiteReport report, IEnumerable<CatalogueVerdict> verdicts, Func<CatalogueVerdict, bool> which, string what)
    {
        int count = verdicts.Count(which);
        if (count > 0)
        {
            report.Note($"{count} {what}");
        }
    }
}
