using Microsoft.Data.Sqlite;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage.Shared;

namespace TokenFinOps.Sqlite.Budgets;

/// <summary>Reads how accounts stand, without what has expired or has left a rolling window, and changes nothing. Not thread-safe.</summary>
internal sealed class BudgetReading(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _accounts = new(
        connection, "SELECT id, scope, carried, since, newest, spent, presumed, reserved FROM budget_account WHERE rule = ? AND starts <= ?2 AND ends > ?2");

    private readonly SqliteStatement _left = new(connection, "SELECT spent, presumed, reserved FROM budget_slot WHERE account = ? AND slot < ?");
    private readonly SqliteStatement _expired = new(connection, "SELECT slot, amount FROM budget_hold WHERE account = ? AND expires_at <= ?");

    public List<StoredAccount> Read(BudgetRule rule, long now)
    {
        List<StoredAccount> accounts = [];
        _accounts.Bind(1, AccountName.RuleOf(rule));
        _accounts.Bind(2, now);
        while (_accounts.Step())
        {
            Guid id = _accounts.Id(0);
            long oldest = BatchAccount.NoSlots;
            BudgetSums sums = BudgetSums.Read(_accounts, 5);
            if (rule.Limit.Window.IsRolling)
            {
                oldest = BatchAccount.OldestOf(Math.Max(_accounts.Int64(4), now / rule.Limit.Window.SlotSpan.Ticks));
                LeaveOut(id, oldest, ref sums);
            }

            LeaveOutExpired(id, now, oldest, ref sums);
            accounts.Add(new StoredAccount(
                _accounts.Text(1)!, _accounts.Decimal(2)!.Value, sums.Spent.ToDecimal(), sums.Presumed.ToDecimal(), sums.Reserved.ToDecimal(), _accounts.Int64(3)));
        }

        return accounts;
    }

    public void Dispose()
    {
        _accounts.Dispose();
        _left.Dispose();
        _expired.Dispose();
    }

    private void LeaveOut(Guid account, long oldest, ref BudgetSums sums)
    {
        _left.Bind(1, account);
        _left.Bind(2, oldest);
        while (_left.Step())
        {
            sums.Subtract(BudgetSums.Read(_left, 0));
        }

        _left.Reset();
    }

    private void LeaveOutExpired(Guid account, long now, long oldest, ref BudgetSums sums)
    {
        _expired.Bind(1, account);
        _expired.Bind(2, now);
        while (_expired.Step())
        {
            if (_expired.Int64(0) >= oldest)
            {
                sums.Reserved.Subtract(_expired.Decimal(1)!.Value);
            }
        }

        _expired.Reset();
    }
}
