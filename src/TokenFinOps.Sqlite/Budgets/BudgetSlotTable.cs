using Microsoft.Data.Sqlite;
using TokenFinOps.Budgets.Storage.Shared;

namespace TokenFinOps.Sqlite.Budgets;

/// <summary>Reads and writes the slots of rolling windows. For the writing connection. Not thread-safe.</summary>
internal sealed class BudgetSlotTable(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _find = new(connection, "SELECT spent, presumed, reserved FROM budget_slot WHERE account = ? AND slot = ?");
    private readonly SqliteStatement _leave = new(connection, "DELETE FROM budget_slot WHERE account = ? AND slot < ? RETURNING spent, presumed, reserved");
    private readonly SqliteStatement _save = new(connection, "REPLACE INTO budget_slot (account, slot, spent, presumed, reserved) VALUES (?, ?, ?, ?, ?)");

    /// <summary>Moves a window on, and takes what has left it out of the account's sums.</summary>
    public void Advance(BudgetRow row)
    {
        if (row.Account.Newest <= row.Newest)
        {
            return;
        }

        row.Newest = row.Account.Newest;
        _leave.Bind(1, row.Account.Name.Id);
        _leave.Bind(2, BatchAccount.OldestOf(row.Newest));
        try
        {
            while (_leave.Step())
            {
                row.Sums.Subtract(BudgetSums.Read(_leave, 0));
            }
        }
        finally
        {
            _leave.Reset();
        }
    }

    /// <summary>Writes what a transaction has changed.</summary>
    public void Save(BudgetRow row)
    {
        foreach ((long slot, BudgetSums change) in row.Changes)
        {
            BudgetSums sums = Find(row.Account.Name.Id, slot);
            sums.Add(change);
            _save.Bind(1, row.Account.Name.Id);
            _save.Bind(2, slot);
            sums.Bind(_save, 3);
            _save.Run();
        }
    }

    public void Dispose()
    {
        _find.Dispose();
        _leave.Dispose();
        _save.Dispose();
    }

    private BudgetSums Find(Guid account, long slot)
    {
        _find.Bind(1, account);
        _find.Bind(2, slot);
        try
        {
            return _find.Step() ? BudgetSums.Read(_find, 0) : default;
        }
        finally
        {
            _find.Reset();
        }
    }
}
