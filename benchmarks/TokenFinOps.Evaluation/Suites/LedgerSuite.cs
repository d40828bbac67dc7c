namespace TokenFinOps.Evaluation.Suites;

internal sealed class LedgerSuite : ISuite
{
    public string Name => "ledger";

    public string Summary => "x";

    public IReadOnlyList<SuiteOption> Options => [];

    public Task<SuiteReport> RunAsync(SuiteContext context, CancellationToken cancellationToken) => throw new EvaluationException("x");
}
