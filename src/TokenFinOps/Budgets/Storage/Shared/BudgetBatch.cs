namespace TokenFinOps.Budgets.Storage.Shared;

/// <summary>Work that is done in one transaction, and the accounts that it touches, in the order in which they are locked. Not thread-safe.</summary>
internal sealed class BudgetBatch
{
    private readonly Dictionary<Guid, int> _places = [];

    /// <param name="work">The work, at most one for each reservation.</param>
    /// <param name="now">The time, in UTC ticks.</param>
    public BudgetBatch(IReadOnlyList<BudgetWork> work, long now)
    {
        Work = work;
        Now = now;
        var accounts = new Dictionary<Guid, BatchAccount>();
        foreach (BudgetWork each in work)
        {
            BudgetCharge[] charges = each.Reservation.Charges;
            for (int i = 0; i < charges.Length; i++)
            {
                Guid id = charges[i].Account.Name.Id;
                if (!accounts.TryGetValue(id, out BatchAccount? account))
                {
                    accounts.Add(id, account = new BatchAccount(charges[i].Account, now));
                }

                account.Include(charges[i], each.Figures.Length == 0 ? 0 : each.Figures[i].Spent + each.Figures[i].Presumed);
            }
        }

        Accounts = [.. accounts.Values.OrderBy(static account => account.Name.Id)];
        for (int i = 0; i < Accounts.Length; i++)
        {
            _places.Add(Accounts[i].Name.Id, i);
        }
    }

    public IReadOnlyList<BudgetWork> Work { get; }

    /// <summary>Gets the accounts by their ids: every process locks them in this order.</summary>
    public BatchAccount[] Accounts { get; }

    public long Now { get; }

    /// <summary>Finds the place of a charge's account in <see cref="Accounts"/>.</summary>
    public int PlaceOf(in BudgetCharge charge) => _places[charge.Account.Name.Id];

    /// <summary>Tells whoever waits that the work is done.</summary>
    /// <returns>Reservations that were made although nobody wants them any more.</returns>
    public List<BudgetReservation> Complete()
    {
        List<BudgetReservation> unwanted = [];
        foreach (BudgetWork each in Work)
        {
            if (each.Refused >= 0)
            {
                each.Balance = Accounts[PlaceOf(each.Reservation.Charges[each.Refused])].Balance;
            }

            if (!each.TryComplete() && each.Refused == BudgetWork.Done)
            {
                unwanted.Add(each.Reservation);
            }
        }

        return unwanted;
    }
}
