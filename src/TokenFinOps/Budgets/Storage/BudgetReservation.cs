using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Budgets.Storage;

/// <summary>What is held back in every matching account while an attempt is under way.</summary>
internal sealed class BudgetReservation(BudgetGate gate, BudgetCharge[] charges, DateTimeOffset madeAt, long expiresAt) : IAttemptPass
{
    private const int Open = 0;
    private const int Closed = 1;

    private int _state;

    /// <summary>Gets the charges, in the order in which their accounts are locked.</summary>
    public BudgetCharge[] Charges => charges;

    /// <summary>Gets when the attempt was made.</summary>
    public DateTimeOffset MadeAt => madeAt;

    /// <summary>Gets from when on anyone may give the reservation back, in UTC ticks.</summary>
    public long ExpiresAt => expiresAt;

    /// <summary>Gets or sets a value indicating whether the store has reserved the charges. One that went through while the store was away has none to give back.</summary>
    public bool IsMade { get; set; }

    /// <summary>Gets or sets what a store that keeps reservations elsewhere knows this one by.</summary>
    public Guid Id { get; set; }

    /// <summary>Gets or sets the neighbours in the list of a store that keeps reservations in memory.</summary>
    public BudgetReservation? Earlier { get; set; }

    public BudgetReservation? Later { get; set; }

    public ReservationList? List { get; set; }

    /// <summary>Claims the right to give back what is reserved: the fence between a settlement and an expiry, of which one comes first.</summary>
    public bool TryClose() => Interlocked.Exchange(ref _state, Closed) == Open;

    /// <inheritdoc/>
    public ValueTask SettleAsync(LedgerEntry entry) => gate.SettleAsync(this, entry);

    /// <inheritdoc/>
    public ValueTask ReleaseAsync() => gate.ReleaseAsync(this);
}
