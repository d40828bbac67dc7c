namespace TokenFinOps.Ledger.InMemory;

/// <summary>How much an <see cref="InMemoryCostLedger"/> remembers.</summary>
public sealed class InMemoryCostLedgerOptions
{
    /// <summary>Gets or sets how many of the latest entries are kept one by one, for enumeration, runs, re-rating and the recognition of duplicates.</summary>
    /// <value>
    /// The default is 1,000. An entry takes about 1 KB. More than are made between two collections of the youngest generation make every call dearer:
    /// entries then live long enough to be moved.
    /// </value>
    public int RecentEntries { get; set; } = 1_000;

    /// <summary>
    /// Gets or sets how many sums are kept: one for every hour and every combination of values and tags in it. Beyond that the oldest hour gives up its detail, one
    /// sum at a time, to its overflow: its totals stay exact, its values are no longer told apart.
    /// </summary>
    /// <value>The default is 100,000. A sum takes about 1 KB.</value>
    public int MaxRollups { get; set; } = 100_000;

    /// <summary>
    /// Gets or sets how many sums one hour may have, so that one tag with too many values cannot push out the detail of all other hours. Further combinations go to
    /// the hour's overflow.
    /// </summary>
    /// <value>The default is 10,000.</value>
    public int MaxRollupsPerHour { get; set; } = 10_000;

    /// <summary>Gets or sets how long sums are kept. Older hours are dropped, and reports that reach back to them say so.</summary>
    /// <value>The default is 400 days: a year and the month to compare it with. The least is one hour, the most 100 years.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(400);

    internal InMemoryCostLedgerOptions Copy() => (InMemoryCostLedgerOptions)MemberwiseClone();

    internal void Validate()
    {
        List<string> faults = [];
        RequirePositive(faults, RecentEntries, nameof(RecentEntries));
        RequirePositive(faults, MaxRollups, nameof(MaxRollups));
        RequirePositive(faults, MaxRollupsPerHour, nameof(MaxRollupsPerHour));
        if (Retention < TimeSpan.FromHours(1) || Retention > TimeSpan.FromDays(36_525))
        {
            faults.Add($"{nameof(Retention)} is {Retention}; it must be from one hour to 100 years.");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException($"The options of the in-memory ledger are not valid. {string.Join(' ', faults)}");
        }
    }

    private static void RequirePositive(List<string> faults, int value, string name)
    {
        if (value <= 0)
        {
            faults.Add($"{name} is {value}; it must be at least 1.");
        }
    }
}
