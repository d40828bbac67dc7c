namespace TokenFinOps.Budgets;

/// <summary>The slots that a rolling window is made of, each with what was charged in it. Not thread-safe.</summary>
internal sealed class RollingSlots(BudgetWindow window)
{
    // One more than the window has, because the oldest is in it only in part and counts as a whole.
    private readonly (decimal Spent, decimal Presumed, decimal Reserved)[] _slots = new (decimal, decimal, decimal)[BudgetWindow.Slots + 1];
    private readonly long _slotTicks = window.SlotSpan.Ticks;
    private long _newest;

    public decimal Spent { get; private set; }

    public decimal Presumed { get; private set; }

    public decimal Reserved { get; private set; }

    /// <summary>Forgets what has left the window.</summary>
    public void Advance(long ticks)
    {
        long newest = ticks / _slotTicks;
        if (newest <= _newest)
        {
            return;
        }

        long first = Math.Max(_newest + 1, newest - _slots.Length + 1);
        for (long slot = first; slot <= newest; slot++)
        {
            ref (decimal Spent, decimal Presumed, decimal Reserved) old = ref _slots[slot % _slots.Length];
            Spent -= old.Spent;
            Presumed -= old.Presumed;
            Reserved -= old.Reserved;
            old = default;
        }

        _newest = newest;
    }

    /// <summary>Charges a slot, unless it has left the window.</summary>
    public void Add(long slotTicks, decimal spent, decimal presumed, decimal reserved)
    {
        Advance(slotTicks);
        long slot = slotTicks / _slotTicks;
        if (slot <= _newest - _slots.Length)
        {
            return;
        }

        ref (decimal Spent, decimal Presumed, decimal Reserved) charged = ref _slots[slot % _slots.Length];
        charged = (charged.Spent + spent, charged.Presumed + presumed, charged.Reserved + reserved);
        Spent += spent;
        Presumed += presumed;
        Reserved += reserved;
    }
}
