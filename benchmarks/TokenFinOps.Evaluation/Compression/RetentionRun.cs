using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>What one method keeps of every case at one ratio.</summary>
/// <param name="Retained">How much of what has to survive did, by case, 0 to 1.</param>
/// <param name="Evidence">Whether the annotated place survived, where it is known.</param>
/// <param name="OverBudget">How many texts are longer than allowed.</param>
/// <param name="LeastUsed">The least share of a budget that was used.</param>
/// <param name="MeanUsed">The mean share.</param>
/// <param name="UnderUsed">The share of cases in which less than 95 % was used.</param>
internal sealed record RetentionRun(double[] Retained, bool[] Evidence, int OverBudget, double LeastUsed, double MeanUsed, double UnderUsed)
{
    /// <summary>The model whose tokenizer counts: o200k_base.</summary>
    public const string Model = "gpt-5";

    private const double Full = 0.95;

    public static RetentionRun Of(IContextMethod method, IReadOnlyList<RetentionCase> cases, IReadOnlyList<long> tokens, int ratio, ITokenCounter counter)
    {
        var retained = new double[cases.Count];
        var used = new double[cases.Count];
        var evidence = new List<bool>();
        for (int at = 0; at < cases.Count; at++)
        {
            int budget = (int)Math.Max(1, tokens[at] / ratio);
            KeptText kept = method.Keep(cases[at], budget);
            retained[at] = cases[at].Retained(kept);
            used[at] = (double)counter.CountText(kept.Text, Model).Tokens / budget;
            if (cases[at] is AnswerCase { Evidence: { } place })
            {
                evidence.Add(kept.Has(place.Source, place.Range));
            }
        }

        return new RetentionRun(retained, [.. evidence], used.Count(static share => share > 1), used.Min(), used.Average(), (double)used.Count(static share => share < Full) / used.Length);
    }
}
