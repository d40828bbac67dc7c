namespace TokenFinOps.Routing.Learning;

/// <summary>The money for shadow attempts of a day (UTC). What is about to be spent is held beforehand, so that many requests at once keep the cap too. Thread-safe.</summary>
internal sealed class ShadowMoney(LearningOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateOnly _day;
    private decimal _spent;

    /// <summary>Holds money, when there is as much left.</summary>
    public bool TryHold(decimal cost, out DateOnly day)
    {
        lock (_gate)
        {
            day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            if (day != _day)
            {
                (_day, _spent) = (day, 0);
            }

            if (cost > options.MaxShadowCostPerDay - _spent)
            {
                return false;
            }

            _spent += cost;
            return true;
        }
    }

    /// <summary>Replaces what was held by what was paid.</summary>
    public void Settle(DateOnly day, decimal held, decimal paid)
    {
        lock (_gate)
        {
            if (day == _day)
            {
                _spent += paid - held;
            }
        }
    }
}
