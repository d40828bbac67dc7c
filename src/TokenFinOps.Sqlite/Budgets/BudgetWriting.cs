using Microsoft.Data.Sqlite;
using SQLitePCL;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;

namespace TokenFinOps.Sqlite.Budgets;

/// <summary>The connection that writes balances, with its prepared statements.</summary>
/// <remarks>A transaction takes the file's write lock at its start (<c>BEGIN IMMEDIATE</c>), so that what it reads stays so until it has written. Not thread-safe.</remarks>
internal sealed class BudgetWriting : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly BudgetHoldTable _holds;
    private readonly BudgetAccountTable _accounts;
    private readonly BudgetSlotTable _slots;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;

    public BudgetWriting(SqliteConnection connection)
    {
        _connection = connection;
        _holds = new BudgetHoldTable(connection);
        _accounts = new BudgetAccountTable(connection, _holds);
        _slots = new BudgetSlotTable(connection);
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(connection, "COMMIT");
        _rollback = new SqliteStatement(connection, "ROLLBACK");
    }

    public void Apply(BudgetBatch batch)
    {
        _begin.Run();
        BudgetRow[] rows = [.. batch.Accounts.Select(account => _accounts.Load(account, batch.Now))];
        Array.ForEach(rows, _slots.Advance);
        foreach (BudgetWork work in batch.Work)
        {
            work.Refused = work.Kind switch
            {
                BudgetWorkKind.None => BudgetWork.Skipped,
                BudgetWorkKind.Reserve => Reserve(batch, work, rows),
                _ => GiveBack(batch, work, rows),
            };
        }

        foreach (BudgetRow row in rows)
        {
            _accounts.Save(row);
            _slots.Save(row);
            row.Account.Balance = row.Balance;
            row.Account.Since = row.Since;
        }

        _commit.Run();
    }

    /// <summary>Takes back an unfinished transaction.</summary>
    /// <returns><see langword="false"/> when the connection is of no use any more.</returns>
    public bool TryRollBack()
    {
        try
        {
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _rollback.Run();
            }

            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[_accounts, _holds, _slots, _begin, _commit, _rollback])
        {
            part.Dispose();
        }

        _connection.Dispose();
    }

    private int Reserve(BudgetBatch batch, BudgetWork work, BudgetRow[] rows)
    {
        BudgetCharge[] charges = work.Reservation.Charges;
        for (int i = 0; i < charges.Length; i++)
        {
            if (!HasRoom(rows[batch.PlaceOf(charges[i])], charges[i].Amount, batch.Now))
            {
                return i;
            }
        }

        foreach (ref readonly BudgetCharge charge in charges.AsSpan())
        {
            BudgetRow row = rows[batch.PlaceOf(charge)];
            long slot = row.Account.SlotOf(charge);
            row.Charge(slot, 0, 0, charge.Amount);
            if (charge.Amount != 0)
            {
                _holds.Add(row.Account.Name.Id, work.Reservation, slot, charge.Amount);
            }
        }

        return BudgetWork.Done;
    }

    private bool HasRoom(BudgetRow row, decimal amount, long now)
    {
        if (row.Fits(amount) || row.IsSwept)
        {
            return row.Fits(amount);
        }

        _holds.Expire(row, now);
        row.IsSwept = true;
        return row.Fits(amount);
    }

    private int GiveBack(BudgetBatch batch, BudgetWork work, BudgetRow[] rows)
    {
        BudgetCharge[] charges = work.Reservation.Charges;
        for (int i = 0; i < charges.Length; i++)
        {
            BudgetRow row = rows[batch.PlaceOf(charges[i])];
            decimal reserved = _holds.Take(row.Account.Name.Id, work.Reservation);
            (decimal spent, decimal presumed) = work.Kind == BudgetWorkKind.Settle ? work.Figures[i] : (0, 0);
            row.Charge(row.Account.SlotOf(charges[i]), spent, presumed, -reserved);
        }

        return BudgetWork.Done;
    }
}
