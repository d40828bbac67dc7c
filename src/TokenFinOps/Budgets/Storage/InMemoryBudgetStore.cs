namespace TokenFinOps.Budgets.Storage;

/// <summary>Keeps balances in this process. A lock for each account, taken in one order, so that calls of different customers do not wait for each other.</summary>
internal sealed class InMemoryBudgetStore : IBudgetStore
{
    private readonly ReservationList[] _open = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(static _ => new ReservationList())];
    private readonly TimeProvider _time;

    public InMemoryBudgetStore(TimeProvider time) => _time = time;

    public ValueTask<ReserveResult> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken)
    {
        ReserveResult result = Reserve(reservation);
        if (!result.IsMade && GiveBackExpired())
        {
            result = Reserve(reservation);
        }

        if (result.IsMade)
        {
            reservation.IsMade = true;
            _open[Thread.GetCurrentProcessorId() % _open.Length].Add(reservation);
        }

        return new ValueTask<ReserveResult>(result);
    }

    public ValueTask SettleAsync(BudgetReservation reservation, BudgetFigures figures)
    {
        bool gaveBack = Close(reservation);
        BudgetRule? counted = null;
        (decimal spent, decimal presumed) = (0, 0);
        foreach (ref readonly BudgetCharge charge in reservation.Charges.AsSpan())
        {
            (spent, presumed) = charge.Account.Rule.CountsLike(counted) ? (spent, presumed) : figures.Of(charge);
            counted = charge.Account.Rule;
            charge.Account.Settle(charge, gaveBack ? charge.Amount : 0, spent, presumed);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ReleaseAsync(BudgetReservation reservation)
    {
        if (Close(reservation))
        {
            GiveBack(reservation);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<BudgetAccount>> ReadAsync(BudgetRule rule, CancellationToken cancellationToken)
    {
        GiveBackExpired();
        return new ValueTask<IReadOnlyList<BudgetAccount>>(rule.AccountsAt(_time.GetUtcNow()));
    }

    private static ReserveResult Reserve(BudgetReservation reservation)
    {
        BudgetCharge[] charges = reservation.Charges;
        int entered = 0;
        try
        {
            for (; entered < charges.Length; entered++)
            {
                charges[entered].Account.Enter();
            }

            for (int i = 0; i < charges.Length; i++)
            {
                if (!charges[i].Account.Fits(charges[i], reservation.MadeAt.UtcTicks))
                {
                    return new ReserveResult(i, charges[i].Account.BalanceInside);
                }
            }

            foreach (ref readonly BudgetCharge charge in charges.AsSpan())
            {
                charge.Account.Reserve(charge);
            }

            return ReserveResult.Made;
        }
        finally
        {
            while (entered > 0)
            {
                charges[--entered].Account.Exit();
            }
        }
    }

    private static bool Close(BudgetReservation reservation)
    {
        if (!reservation.TryClose() || !reservation.IsMade)
        {
            return false;
        }

        reservation.List?.Remove(reservation);
        return true;
    }

    private static void GiveBack(BudgetReservation reservation)
    {
        foreach (ref readonly BudgetCharge charge in reservation.Charges.AsSpan())
        {
            charge.Account.Settle(charge, charge.Amount, 0, 0);
        }
    }

    private bool GiveBackExpired()
    {
        bool any = false;
        long now = _time.GetUtcNow().UtcTicks;
        foreach (ReservationList list in _open)
        {
            while (list.TakeExpired(now) is { } expired)
            {
                if (expired.TryClose())
                {
                    GiveBack(expired);
                    any = true;
                }
            }
        }

        return any;
    }
}
