using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.Pricing;

namespace TokenFinOps.Sqlite.Budgets;

/// <summary>An account's row while a transaction is under way. Not thread-safe.</summary>
internal sealed class BudgetRow(BatchAccount account)
{
    private BudgetSums _sums;

    public BatchAccount Account => account;

    public decimal Carried { get; set; }

    public long Since { get; set; }

    /// <summary>Gets or sets the newest slot of a rolling window.</summary>
    public long Newest { get; set; } = BatchAccount.NoSlots;

    /// <summary>Gets a value indicating whether nothing expired is reserved any more.</summary>
    public bool IsSwept { get; set; }

    /// <summary>Gets the slots that the transaction has changed; none but for a rolling window.</summary>
    public Dictionary<long, BudgetSums> Changes { get; } = [];

    public ref BudgetSums Sums => ref _sums;

    public BudgetBalance Balance => new(account.Limit + Carried, _sums.Spent.ToDecimal(), _sums.Presumed.ToDecimal(), _sums.Reserved.ToDecimal());

    public bool Fits(decimal amount)
    {
        if (!account.IsHard)
        {
            return true;
        }

        ExactSum left = _sums.LeftOf(account.Limit, Carried);
        left.Subtract(amount);
        return left.Sign >= 0;
    }

    /// <summary>Changes the sums, unless the slot has left a rolling window.</summary>
    public void Charge(long slot, decimal spent, decimal presumed, decimal reserved)
    {
        if (slot == BatchAccount.NoSlots)
        {
            _sums.Add(spent, presumed, reserved);
        }
        else if (slot >= BatchAccount.OldestOf(Newest))
        {
            _sums.Add(spent, presumed, reserved);
            BudgetSums change = Changes.GetValueOrDefault(slot);
            change.Add(spent, presumed, reserved);
            Changes[slot] = change;
        }
    }
}
