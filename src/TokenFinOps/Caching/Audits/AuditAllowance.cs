namespace TokenFinOps.Caching.Audits;

/// <summary>Says how much audits may spend: a share of what hits have saved, and a little before that. Thread-safe.</summary>
/// <remarks>An audit costs about what the hit saved, which is set aside while it runs, so that many at once do not overspend.</remarks>
internal sealed class AuditAllowance(decimal allowance, decimal shareOfSavings)
{
    private readonly Lock _lock = new();
    private decimal _saved;
    private decimal _spent;
    private decimal _setAside;

    public decimal Spent
    {
        get
        {
            lock (_lock)
            {
                return _spent;
            }
        }
    }

    public void Save(decimal amount)
    {
        lock (_lock)
        {
            _saved += amount;
        }
    }

    public bool TrySetAside(decimal amount)
    {
        lock (_lock)
        {
            if (_spent + _setAside + amount > allowance + (_saved * shareOfSavings))
            {
                return false;
            }

            _setAside += amount;
            return true;
        }
    }

    public void Settle(decimal setAside, decimal spent)
    {
        lock (_lock)
        {
            _setAside -= setAside;
            _spent += spent;
        }
    }
}
