namespace TokenFinOps.Ledger.Metering;

/// <summary>Lets only the first of several attempts that are made at once, and succeed, stand for their request. Thread-safe.</summary>
internal sealed class BaselineClaim
{
    private int _isTaken;

    public bool Take() => Interlocked.Exchange(ref _isTaken, 1) == 0;
}
