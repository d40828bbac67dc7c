namespace TokenFinOps.Budgets.Storage;

/// <summary>Reservations in the order in which they expire. Thread-safe.</summary>
internal sealed class ReservationList
{
    private readonly Lock _lock = new();
    private BudgetReservation? _first;
    private BudgetReservation? _last;

    public void Add(BudgetReservation reservation)
    {
        lock (_lock)
        {
            reservation.List = this;
            reservation.Earlier = _last;
            if (_last is null)
            {
                _first = reservation;
            }
            else
            {
                _last.Later = reservation;
            }

            _last = reservation;
        }
    }

    public void Remove(BudgetReservation reservation)
    {
        lock (_lock)
        {
            Unlink(reservation);
        }
    }

    /// <summary>Takes out the first reservation if it has expired.</summary>
    public BudgetReservation? TakeExpired(long now)
    {
        lock (_lock)
        {
            if (_first is not { } first || first.ExpiresAt > now)
            {
                return null;
            }

            Unlink(first);
            return first;
        }
    }

    private void Unlink(BudgetReservation reservation)
    {
        if (reservation.List is null)
        {
            return;
        }

        if (reservation.Earlier is { } earlier)
        {
            earlier.Later = reservation.Later;
        }
        else
        {
            _first = reservation.Later;
        }

        if (reservation.Later is { } later)
        {
            later.Earlier = reservation.Earlier;
        }
        else
        {
            _last = reservation.Earlier;
        }

        reservation.Earlier = null;
        reservation.Later = null;
        reservation.List = null;
    }
}
