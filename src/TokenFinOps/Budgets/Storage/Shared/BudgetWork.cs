namespace TokenFinOps.Budgets.Storage.Shared;

/// <summary>One thing that a shared store is to do, and someone who may wait for it. Thread-safe.</summary>
internal sealed class BudgetWork
{
    /// <summary>What <see cref="Refused"/> is for work that was done.</summary>
    public const int Done = -1;

    /// <summary>What <see cref="Refused"/> is for work of the kind <see cref="BudgetWorkKind.None"/>.</summary>
    public const int Skipped = -2;

    private readonly BudgetWorkKind _kind;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BudgetWork(BudgetWorkKind kind, BudgetReservation reservation, (decimal Spent, decimal Presumed)[] figures)
    {
        _kind = kind;
        Reservation = reservation;
        Figures = figures;
    }

    /// <summary>Gets what is to be done now: of a reservation that nobody waits for any more, nothing.</summary>
    public BudgetWorkKind Kind => IsAbandoned && _kind == BudgetWorkKind.Reserve ? BudgetWorkKind.None : _kind;

    public BudgetReservation Reservation { get; }

    /// <summary>Gets what a settlement charges, in the order of the reservation's charges; empty for other work.</summary>
    public (decimal Spent, decimal Presumed)[] Figures { get; }

    /// <summary>Gets a task that ends when the work is done.</summary>
    public Task Completion => _done.Task;

    /// <summary>Gets or sets the charge that did not fit, <see cref="Done"/> or <see cref="Skipped"/>. Known once the work has been done.</summary>
    public int Refused { get; set; } = Skipped;

    /// <summary>Gets or sets how the account stands that refused.</summary>
    public BudgetBalance Balance { get; set; }

    private bool IsAbandoned => _done.Task.IsCanceled;

    public static BudgetWork Reserve(BudgetReservation reservation) => new(BudgetWorkKind.Reserve, reservation, []);

    public static BudgetWork Release(BudgetReservation reservation) => new(BudgetWorkKind.Release, reservation, []);

    public static BudgetWork Settle(BudgetReservation reservation, in BudgetFigures figures)
    {
        BudgetCharge[] charges = reservation.Charges;
        var amounts = new (decimal, decimal)[charges.Length];
        for (int i = 0; i < charges.Length; i++)
        {
            amounts[i] = figures.Of(charges[i]);
        }

        return new BudgetWork(BudgetWorkKind.Settle, reservation, amounts);
    }

    /// <summary>Tells whoever waits that the work is done.</summary>
    /// <returns><see langword="false"/> when nobody wants it any more.</returns>
    public bool TryComplete() => _done.TrySetResult();

    /// <summary>Says that nobody wants the work any more.</summary>
    /// <returns><see langword="false"/> when it is done already.</returns>
    public bool TryAbandon() => _done.TrySetCanceled();

    /// <summary>Tells whoever waits that the work will not be done.</summary>
    public void Fail(Exception fault)
    {
        // Where nobody waits, nobody is to hear of it a second time from the finalizer.
        if (_done.TrySetException(fault))
        {
            _ = _done.Task.Exception;
        }
    }
}
