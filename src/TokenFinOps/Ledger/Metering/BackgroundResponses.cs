namespace TokenFinOps.Ledger.Metering;

/// <summary>Remembers the calls whose answers are still being made in the background, by response id. Thread-safe and bounded.</summary>
internal sealed class BackgroundResponses
{
    private const int Capacity = 4_096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Attempt> _pending = [];
    private readonly Queue<string> _order = [];

    /// <summary>Remembers the first call of a response.</summary>
    /// <returns>The oldest one when there are too many, which then has to be recorded as it is.</returns>
    public Attempt? Hold(Attempt attempt)
    {
        lock (_lock)
        {
            if (!_pending.TryAdd(attempt.ResponseId!, attempt))
            {
                return null;
            }

            _order.Enqueue(attempt.ResponseId!);
            while (_order.Count > Capacity)
            {
                if (_pending.Remove(_order.Dequeue(), out Attempt? oldest))
                {
                    return oldest;
                }
            }

            return null;
        }
    }

    /// <summary>Takes out the first call of a response.</summary>
    public Attempt? Take(string responseId)
    {
        lock (_lock)
        {
            _pending.Remove(responseId, out Attempt? attempt);
            return attempt;
        }
    }

    /// <summary>Takes out all.</summary>
    public IReadOnlyList<Attempt> TakeAll()
    {
        lock (_lock)
        {
            Attempt[] all = [.. _pending.Values];
            _pending.Clear();
            _order.Clear();
            return all;
        }
    }
}
