using TokenFinOps.Evaluation.Suites;

namespace TokenFinOps.Evaluation;

/// <summary>Lists the suites. A new suite is one file and one line here.</summary>
internal static class SuiteRegistry
{
    public static IReadOnlyList<ISuite> All { get; } =
    [
        new PricingSuite(),
        new LedgerSuite(),
        new FocusSuite(),
        new TokensSuite(),
        new StoreSuite(),
        new KpiSuite(),
        new GuardrailSuite(),
        new BudgetSuite(),
        new SessionsSuite(),
        new CascadeSuite(),
        new RouterSuite(),
        new GuaranteeSuite(),
        new CacheSuite(),
        new CompressSuite(),
        new ToolsSuite(),
        new PromptCacheSuite(),
        new CompactionSuite(),
        new FuzzSuite(),
        new EmbedderSuite(),
        new IndexSuite(),
        new MultiturnSuite(),
        new TrainEmbedderSuite(),
    ];

    public static ISuite Find(string name) =>
        All.FirstOrDefault(suite => string.Equals(suite.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new EvaluationException($"There is no suite '{name}'; use one of {string.Join(", ", All.Select(static suite => suite.Name))}.");
}
