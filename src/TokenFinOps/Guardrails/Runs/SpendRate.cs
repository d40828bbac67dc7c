namespace TokenFinOps.Guardrails.Runs;

/// <summary>What was spent within the last minute, to five seconds.</summary>
internal sealed class SpendRate
{
    private const int Slots = 12;
    private static readonly TimeSpan SlotLength = TimeSpan.FromMinutes(1) / Slots;

    private readonly decimal[] _slots = new decimal[Slots];
    private long _latest;

    public void Add(decimal cost, TimeSpan now)
    {
        MoveTo(now);
        _slots[(int)(_latest % Slots)] += cost;
    }

    public decimal PerMinute(TimeSpan now)
    {
        MoveTo(now);
        decimal sum = 0;
        foreach (decimal slot in _slots)
        {
            sum += slot;
        }

        return sum;
    }

    private void MoveTo(TimeSpan now)
    {
        long slot = now.Ticks / SlotLength.Ticks;
        for (long emptied = Math.Max(_latest + 1, slot - Slots + 1); emptied <= slot; emptied++)
        {
            _slots[(int)(emptied % Slots)] = 0;
        }

        _latest = Math.Max(_latest, slot);
    }
}
