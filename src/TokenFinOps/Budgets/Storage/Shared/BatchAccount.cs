namespace TokenFinOps.Budgets.Storage.Shared;

/// <summary>An account that a batch touches: what the store needs to know about it, and what the store tells about it. Not thread-safe.</summary>
internal sealed class BatchAccount(BudgetAccount account, long now)
{
    /// <summary>What <see cref="Newest"/> is for an account that has no slots.</summary>
    public const long NoSlots = -1;

    // An ended window can be asked for so much longer; late settlements come sooner.
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly BudgetWindow _window = account.Rule.Limit.Window;

    public BudgetAccount Account => account;

    public AccountName Name { get; } = account.Name;

    /// <summary>Gets the limit without what was carried over. Configuration may change it at any time.</summary>
    public decimal Limit { get; } = account.Rule.LimitOf(account.Scope);

    public bool IsHard => account.Rule.Budget.IsHard;

    public decimal CarriesOver => account.Rule.Budget.CarriesOver;

    /// <summary>Gets the newest slot that this process knows of a rolling window, or <see cref="NoSlots"/>.</summary>
    public long Newest { get; private set; } = account.Rule.Limit.Window.IsRolling ? now / account.Rule.Limit.Window.SlotSpan.Ticks : NoSlots;

    /// <summary>Gets from when on the account may be removed, in UTC ticks, if nobody uses it again.</summary>
    public long StaleAt
    {
        get
        {
            long ended = _window.IsTotal ? long.MaxValue : _window.IsRolling ? now + _window.Span.Ticks : Math.Min(Name.Ends, DateTimeOffset.MaxValue.UtcTicks);
            long forgotten = account.Rule.RunRetention is { } retention ? now + retention.Ticks : long.MaxValue;
            long stale = Math.Min(ended, forgotten);
            return stale == long.MaxValue ? stale : stale + Grace.Ticks;
        }
    }

    /// <summary>Gets or sets how the account stands after the batch, and when it was first used, in UTC ticks. Set by the store.</summary>
    public BudgetBalance Balance { get; set; }

    public long Since { get; set; }

    /// <summary>Gets by how much the batch raised what is used.</summary>
    public decimal Charged { get; private set; }

    /// <summary>Gets the oldest slot that still counts when one slot is the newest.</summary>
    public static long OldestOf(long newest) => newest - BudgetWindow.Slots;

    /// <summary>Gets the slot that a charge belongs to, or <see cref="NoSlots"/>.</summary>
    public long SlotOf(in BudgetCharge charge) => _window.IsRolling ? charge.At / _window.SlotSpan.Ticks : NoSlots;

    /// <summary>Takes note of a charge of the batch.</summary>
    public void Include(in BudgetCharge charge, decimal charged)
    {
        Newest = Math.Max(Newest, SlotOf(charge));
        Charged += charged;
    }
}
