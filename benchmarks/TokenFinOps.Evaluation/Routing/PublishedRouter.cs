namespace TokenFinOps.Evaluation.Routing;

/// <summary>What RouteLLM (Ong et al. 2024) reports for a data set: the best of its routers by APGR.</summary>
/// <param name="DataSet">How the names of its files begin.</param>
/// <param name="Router">The router, and what it was trained on.</param>
/// <param name="Apgr">Its APGR.</param>
/// <param name="IsVerified">Whether the figure was seen in the source; the others are quoted from memory of the paper's tables.</param>
internal sealed record PublishedRouter(string DataSet, string Router, double Apgr, bool IsVerified)
{
    private static readonly PublishedRouter[] All =
    [
        new("routellm_gsm8k", "LLM classifier, with judge data", 0.622, IsVerified: false),
        new("routellm_mmlu", "similarity-weighted ranking, with 1,500 labels of MMLU's validation part", 0.603, IsVerified: false),
        new("routellm_mt_bench", "matrix factorisation, with judge data", 0.802, IsVerified: true),
    ];

    public string Describe() => FormattableString.Invariant(
        $"RouteLLM's best on {DataSet}: {Apgr:F3} ({Router}{(IsVerified ? string.Empty : "; the figure is not re-verified")}); trained on other data and judged on all rows, so not one to one.");

    public static PublishedRouter? Of(string dataSet) => Array.Find(All, each => dataSet.StartsWith(each.DataSet, StringComparison.OrdinalIgnoreCase));
}
