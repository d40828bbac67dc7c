using Microsoft.Data.Sqlite;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Pricing;

namespace TokenFinOps.Sqlite.Budgets;

/// <summary>Reads and writes what is reserved: a row for each reservation and account. For the writing connection. Not thread-safe.</summary>
internal sealed class BudgetHoldTable(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _add = new(connection, "INSERT INTO budget_hold (account, expires_at, reservation, slot, amount) VALUES (?, ?, ?, ?, ?)");

    private readonly SqliteStatement _take = new(
        connection, "DELETE FROM budget_hold WHERE account = ? AND expires_at = ? AND reservation = ? RETURNING amount");

    private readonly SqliteStatement _expire = new(connection, "DELETE FROM budget_hold WHERE account = ? AND expires_at <= ? RETURNING slot, amount");
    private readonly SqliteStatement _open = new(connection, "SELECT amount FROM budget_hold WHERE account = ? AND expires_at > ?");

    public void Add(Guid account, BudgetReservation reservation, long slot, decimal amount)
    {
        _add.Bind(1, account);
        _add.Bind(2, reservation.ExpiresAt);
        _add.Bind(3, reservation.Id);
        _add.Bind(4, slot);
        _add.Bind(5, amount);
        _add.Run();
    }

    /// <summary>Removes what a reservation holds in an account.</summary>
    /// <returns>How much that was; 0 when it was never made, or someone else gave it back.</returns>
    public decimal Take(Guid account, BudgetReservation reservation)
    {
        _take.Bind(1, account);
        _take.Bind(2, reservation.ExpiresAt);
        _take.Bind(3, reservation.Id);
        try
        {
            return _take.Step() ? _take.Decimal(0)!.Value : 0;
        }
        finally
        {
            _take.Reset();
        }
    }

    /// <summary>Gives back what has expired in an account.</summary>
    public void Expire(BudgetRow row, long now)
    {
        _expire.Bind(1, row.Account.Name.Id);
        _expire.Bind(2, now);
        try
        {
            while (_expire.Step())
            {
                row.Charge(_expire.Int64(0), 0, 0, -_expire.Decimal(1)!.Value);
            }
        }
        finally
        {
            _expire.Reset();
        }
    }

    /// <summary>Adds up what is reserved in an account and has not expired.</summary>
    public ExactSum SumOf(Guid account, long now)
    {
        var sum = default(ExactSum);
        _open.Bind(1, account);
        _open.Bind(2, now);
        try
        {
            while (_open.Step())
            {
                sum.Add(_open.Decimal(0)!.Value);
            }

            return sum;
        }
        finally
        {
            _open.Reset();
        }
    }

    public void Dispose()
    {
        _add.Dispose();
        _take.Dispose();
        _expire.Dispose();
        _open.Dispose();
    }
}
