namespace TokenFinOps.PostgreSql.Budgets;

/// <summary>The names of the tables and functions of budgets in one schema, ready for use in SQL. Immutable.</summary>
internal sealed class BudgetTables(string schema)
{
    /// <summary>Gets the balances: a row for each limit, value of its scope and window.</summary>
    public string Account { get; } = $"\"{schema}\".budget_account";

    /// <summary>Gets the slots of rolling windows.</summary>
    public string Slot { get; } = $"\"{schema}\".budget_slot";

    /// <summary>Gets what is reserved: a row for each reservation and account.</summary>
    public string Hold { get; } = $"\"{schema}\".budget_hold";

    /// <summary>Gets the last batch of each process, and its answer.</summary>
    public string Client { get; } = $"\"{schema}\".budget_client";

    /// <summary>Gets the function that does the work of a batch.</summary>
    public string Apply { get; } = $"\"{schema}\".budget_apply";
}
