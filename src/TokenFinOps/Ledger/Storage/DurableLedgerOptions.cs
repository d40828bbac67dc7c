namespace TokenFinOps.Ledger.Storage;

/// <summary>How a durable ledger writes, whichever database it is in.</summary>
public abstract class DurableLedgerOptions
{
    /// <summary>Gets or sets when an append completes.</summary>
    /// <value>The default is <see cref="LedgerDurability.Buffered"/>.</value>
    public LedgerDurability Durability { get; set; }

    /// <summary>Gets or sets how long an entry may wait to be written with others, when buffered.</summary>
    /// <value>The default is 100 ms. From 0 to one minute.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets how many entries are written at a time, at most.</summary>
    /// <value>The default is 4,096.</value>
    public int MaxBatch { get; set; } = 4_096;

    /// <summary>
    /// Gets or sets how many entries may wait. While the ledger can write, an append beyond that waits for room; while it cannot, the append throws and is counted in
    /// <see cref="LedgerHealth.Refused"/>.
    /// </summary>
    /// <value>The default is 65,536, about 64 MB.</value>
    public int MaxPending { get; set; } = 65_536;

    /// <summary>Gets or sets how long the ledger waits after a failed write until it tries again. The wait doubles, up to 30 seconds.</summary>
    /// <value>The default is 100 ms.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Gets or sets how long single entries are kept; older ones are removed, hour by hour, while their sums stay exact for ever. Then runs, re-rating and exports no
    /// longer reach them, and an entry older than that is refused, for nobody could tell whether it is a duplicate.
    /// </summary>
    /// <value>The default is <see langword="null"/>: for ever. The least is one day.</value>
    public TimeSpan? KeepEntries { get; set; }

    /// <summary>Names every option that is not valid.</summary>
    /// <exception cref="ArgumentException">An option is out of range. The message names all that are.</exception>
    internal void Validate()
    {
        List<string> faults = [];
        Require(faults, Enum.IsDefined(Durability), $"{nameof(Durability)} is {Durability}; use a named member.");
        Require(faults, MaxDelay >= TimeSpan.Zero && MaxDelay <= TimeSpan.FromMinutes(1), $"{nameof(MaxDelay)} is {MaxDelay}; it must be from 0 to one minute.");
        Require(faults, MaxBatch > 0, $"{nameof(MaxBatch)} is {MaxBatch}; it must be at least 1.");
        Require(faults, MaxPending >= MaxBatch, $"{nameof(MaxPending)} is {MaxPending}; it must be at least {nameof(MaxBatch)}, {MaxBatch}.");
        Require(faults, RetryDelay > TimeSpan.Zero && RetryDelay <= TimeSpan.FromSeconds(30), $"{nameof(RetryDelay)} is {RetryDelay}; it must be more than 0 and at most 30 seconds.");
        Require(faults, KeepEntries is not { } kept || kept >= TimeSpan.FromDays(1), $"{nameof(KeepEntries)} is {KeepEntries}; it must be at least one day.");
        Validate(faults);
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The options of the ledger are not valid. {string.Join(' ', faults)}");
        }
    }

    /// <summary>Adds what is wrong with further options.</summary>
    internal virtual void Validate(List<string> faults)
    {
    }

    private static void Require(List<string> faults, bool holds, string fault)
    {
        if (!holds)
        {
            faults.Add(fault);
        }
    }
}
