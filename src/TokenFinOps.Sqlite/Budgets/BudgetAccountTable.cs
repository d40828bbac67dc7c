using Microsoft.Data.Sqlite;
using TokenFinOps.Budgets.Storage.Shared;

namespace TokenFinOps.Sqlite.Budgets;

/// <summary>Reads and writes the rows of accounts. For the writing connection. Not thread-safe.</summary>
internal sealed class BudgetAccountTable(SqliteConnection connection, BudgetHoldTable holds) : IDisposable
{
    private readonly SqliteStatement _find = new(connection, "SELECT since, newest, carried, spent, presumed, reserved FROM budget_account WHERE id = ?");

    private readonly SqliteStatement _before = new(
        connection, "SELECT id, ends, carried, spent, presumed, reserved FROM budget_account WHERE line = ? AND starts < ? ORDER BY starts DESC LIMIT 1");

    private readonly SqliteStatement _save = new(
        connection,
        """
        INSERT INTO budget_account (id, line, rule, budget, scope, starts, ends, since, stale_at, carries, newest, carried, spent, presumed, reserved)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT (id) DO UPDATE SET stale_at = ?9, carries = ?10, newest = ?11, spent = ?13, presumed = ?14, reserved = ?15
        """);

    /// <summary>Reads an account's row, or makes the first one of its window.</summary>
    public BudgetRow Load(BatchAccount account, long now)
    {
        var row = new BudgetRow(account);
        _find.Bind(1, account.Name.Id);
        try
        {
            if (_find.Step())
            {
                row.Since = _find.Int64(0);
                row.Newest = _find.Int64(1);
                row.Carried = _find.Decimal(2)!.Value;
                row.Sums = BudgetSums.Read(_find, 3);
                return row;
            }
        }
        finally
        {
            _find.Reset();
        }

        row.Since = now;
        row.Carried = account.CarriesOver == 0 ? 0 : Math.Min(account.CarriesOver, LeftBefore(account, now));
        return row;
    }

    public void Save(BudgetRow row)
    {
        BatchAccount account = row.Account;
        _save.Bind(1, account.Name.Id);
        _save.Bind(2, account.Name.Line);
        _save.Bind(3, account.Name.Rule);
        _save.Bind(4, account.Account.Rule.Key);
        _save.Bind(5, account.Account.Scope);
        _save.Bind(6, account.Name.Starts);
        _save.Bind(7, account.Name.Ends);
        _save.Bind(8, row.Since);
        _save.Bind(9, account.StaleAt);
        _save.Bind(10, account.CarriesOver > 0 ? 1L : 0L);
        _save.Bind(11, row.Newest);
        _save.Bind(12, row.Carried);
        row.Sums.Bind(_save, 13);
        _save.Run();
    }

    public void Dispose()
    {
        _find.Dispose();
        _before.Dispose();
        _save.Dispose();
    }

    private decimal LeftBefore(BatchAccount account, long now)
    {
        _before.Bind(1, account.Name.Line);
        _before.Bind(2, account.Name.Starts);
        try
        {
            if (!_before.Step())
            {
                return 0;
            }

            // Nobody called in the window just before: all of it was left.
            if (_before.Int64(1) < account.Name.Starts)
            {
                return account.Limit;
            }

            BudgetSums sums = BudgetSums.Read(_before, 3);
            sums.Reserved = holds.SumOf(_before.Id(0), now);
            return Math.Max(0, sums.LeftOf(account.Limit, _before.Decimal(2)!.Value).ToDecimal());
        }
        finally
        {
            _before.Reset();
        }
    }
}
