using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.PostgreSql.Budgets;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.Sqlite;
using TokenFinOps.Sqlite.Budgets;

namespace TokenFinOps.Evaluation.Budgets;

/// <summary>Opens the stores of budgets that can be measured.</summary>
internal static class BudgetStores
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <param name="name"><c>memory</c>, <c>sqlite:FILE</c> or <c>postgres:CONNECTION</c>.</param>
    public static IBudgetStore Open(string name) => name.Split(':', 2) switch
    {
        ["memory"] => new InMemoryBudgetStore(TimeProvider.System),
        ["sqlite", var file] => Shared(new SqliteBudgetBackend(new LedgerFile($"Data Source={file}", new SqliteLedgerOptions()))),
        ["postgres", var connection] => Shared(new PostgreSqlBudgetBackend(LedgerDataSource.Of(connection), "tokenfinops_budgets", ownsSource: true)),
        _ => throw new EvaluationException($"There is no store '{name}'; use memory, sqlite:FILE or postgres:CONNECTION."),
    };

    private static SharedBudgetStore Shared(IBudgetBackend backend) => new(backend, Timeout, TimeProvider.System, NullLogger.Instance);
}
