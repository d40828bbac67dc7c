using TokenFinOps.Budgets.Storage;
using TokenFinOps.Budgets.Storage.Shared;

namespace TokenFinOps.Budgets;

/// <summary>What one limit of a budget has for one value of its scope, in one window.</summary>
/// <remarks>
/// The balance is this process's own with an in-memory store, and the last one seen with a shared store. <see cref="Enter"/> guards it; accounts are entered in the
/// order of <see cref="Order"/>. Thread-safe.
/// </remarks>
internal sealed class BudgetAccount
{
    private readonly Lock _lock = new();
    private RollingSlots? _slots;

    // Spent and presumed; the presumed part of it; both and what is reserved. Kept as calls ask for them: additions of decimals are most of what a call takes here.
    private decimal _used;
    private decimal _presumed;
    private decimal _committed;

    // The lowest mark above what is used.
    private decimal _nextMark;
    private long _since;
    private long _lastUsed;
    private int _actions;
    private long _quietUntil;
    private long _approvedUntil;
    private int _forecasts;
    private decimal[] _marks;

    public BudgetAccount(BudgetRule rule, string scope, (DateTimeOffset Start, DateTimeOffset End) window, long order, decimal carried)
    {
        Rule = rule;
        Scope = scope;
        (Start, End) = window;
        Order = order;
        Limit = rule.LimitOf(scope) + carried;
        Carried = carried;
        _marks = MarksOf(rule.Budget, Limit);
        _slots = rule.Limit.Window.IsRolling ? new RollingSlots(rule.Limit.Window) : null;
    }

    public BudgetRule Rule { get; }

    /// <summary>Gets the value that the account is of, e.g. a customer; empty where the budget has one account.</summary>
    public string Scope { get; }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    public long Order { get; }

    /// <summary>Gets what shared stores know the account by.</summary>
    public AccountName Name => field ??= new AccountName(this);

    public decimal Limit { get; private set; }

    /// <summary>Gets what the last window left to this one; part of the limit.</summary>
    public decimal Carried { get; private set; }

    /// <summary>Gets or sets the account of the window before, for calls that were made just before this one began.</summary>
    public BudgetAccount? Previous { get; set; }

    /// <summary>Gets which actions are in force, as bits of <see cref="BudgetAction"/>.</summary>
    public int Actions => Volatile.Read(ref _actions);

    /// <summary>Gets the amounts at which the budget's thresholds lie, in their order.</summary>
    public decimal[] Marks => Volatile.Read(ref _marks);

    /// <summary>Gets when the account was first and last used, in UTC ticks; 0 when never.</summary>
    public long Since => Volatile.Read(ref _since);

    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>Gets the balance. Only while entered.</summary>
    public BudgetBalance BalanceInside => _slots is null
        ? new BudgetBalance(Limit, _used - _presumed, _presumed, _committed - _used)
        : new BudgetBalance(Limit, _slots.Spent, _slots.Presumed, _slots.Reserved);

    /// <summary>Notes that a call is charged here, to the second: what every call writes, every other thread has to fetch.</summary>
    public void NoteUse(long now)
    {
        if (now - _lastUsed > TimeSpan.TicksPerSecond)
        {
            Volatile.Write(ref _lastUsed, now);
        }
    }

    public void Enter() => _lock.Enter();

    public void Exit() => _lock.Exit();

    public BudgetBalance BalanceAt(DateTimeOffset now)
    {
        lock (_lock)
        {
            _slots?.Advance(now.UtcTicks);
            return BalanceInside;
        }
    }

    /// <summary>Gets the share of the limit that is used.</summary>
    public decimal ShareUsedAt(DateTimeOffset now)
    {
        BudgetBalance balance = BalanceAt(now);
        return balance.Limit == 0 ? decimal.MaxValue : balance.Used / balance.Limit;
    }

    /// <summary>Says whether someone has approved of the account's calls.</summary>
    public bool IsApprovedAt(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _approvedUntil);

    /// <summary>Approves of the account's calls until the window ends, or a rolling one has moved by its length.</summary>
    public void Approve(DateTimeOffset now) =>
        Volatile.Write(ref _approvedUntil, Rule.Limit.Window.IsRolling ? (now + Rule.Limit.Window.Span).UtcTicks : End.UtcTicks);

    public BudgetStatus StatusAt(DateTimeOffset now)
    {
        BudgetBalance balance = BalanceAt(now);
        BudgetBurn burn = BudgetBurn.Of(this, balance, now);
        BudgetWindow window = Rule.Limit.Window;
        return new BudgetStatus
        {
            Budget = Rule.Budget.Name,
            Scope = Scope,
            Measure = Rule.Limit.Measure,
            Currency = Rule.Limit.Measure == BudgetMeasure.Cost ? Rule.Budget.Currency : string.Empty,
            Window = window,
            From = window.IsTotal ? null : window.IsRolling ? now - window.Span : Start,
            ResetsAt = window.IsTotal ? null : window.IsRolling ? window.SlotOf(now) + window.SlotSpan : End,
            Limit = balance.Limit,
            Carried = Carried,
            Spent = balance.Spent,
            Presumed = balance.Presumed,
            Reserved = balance.Reserved,
            BurnPerHour = burn.PerHour,
            Projected = burn.Projected,
            ExhaustedAt = burn.ExhaustedAt,
        };
    }

    /// <summary>Says whether a charge fits. Only while entered.</summary>
    public bool Fits(in BudgetCharge charge, long now)
    {
        if (_slots is not null)
        {
            _slots.Advance(now);
            return !Rule.Budget.IsHard || charge.Amount <= BalanceInside.Left;
        }

        return _committed + charge.Amount <= Limit || !Rule.Budget.IsHard;
    }

    /// <summary>Reserves a charge that fits. Only while entered.</summary>
    public void Reserve(in BudgetCharge charge)
    {
        _since = _since == 0 ? charge.At : _since;
        if (_slots is null)
        {
            _committed += charge.Amount;
        }
        else
        {
            _slots.Add(charge.At, 0, 0, charge.Amount);
        }
    }

    /// <summary>Charges what was spent and gives back what was reserved for it.</summary>
    public void Settle(in BudgetCharge charge, decimal reserved, decimal spent, decimal presumed)
    {
        BudgetBalance after;
        lock (_lock)
        {
            if (_slots is null)
            {
                decimal charged = spent;
                if (presumed != 0)
                {
                    _presumed += presumed;
                    charged += presumed;
                }

                _used += charged;
                _committed += charged - reserved;
                if (spent >= 0 && _nextMark > 0 && _used < _nextMark)
                {
                    return;
                }
            }
            else
            {
                _slots.Add(charge.At, spent, presumed, -reserved);
            }

            after = BalanceInside;
            _nextMark = NextMarkAbove(after.Used);
        }

        Rule.Monitor.Changed(this, after, spent + presumed);
    }

    /// <summary>Takes note of a balance that another store keeps.</summary>
    /// <param name="balance">The balance.</param>
    /// <param name="charged">By how much this process has just raised what is used; 0 when it only looked.</param>
    /// <param name="since">When the account was first used, in UTC ticks.</param>
    public void Observe(in BudgetBalance balance, decimal charged, long since)
    {
        lock (_lock)
        {
            _slots = null;
            if (Limit != balance.Limit)
            {
                Carried += balance.Limit - Limit;
                Limit = balance.Limit;
                Volatile.Write(ref _marks, MarksOf(Rule.Budget, Limit));
            }

            _used = balance.Used;
            _presumed = balance.Presumed;
            _committed = balance.Used + balance.Reserved;
            _since = since;
        }

        Rule.Monitor.Changed(this, balance, charged);
    }

    public void SetActions(int actions) => Volatile.Write(ref _actions, actions);

    /// <summary>Says once in a window that it is exhausted.</summary>
    public bool TryReportExhausted(DateTimeOffset now)
    {
        long quietUntil = Volatile.Read(ref _quietUntil);
        DateTimeOffset next = Rule.Limit.Window.IsRolling ? now + Rule.Limit.Window.Span : End;
        return now.UtcTicks >= quietUntil && Interlocked.CompareExchange(ref _quietUntil, next.UtcTicks, quietUntil) == quietUntil;
    }

    /// <summary>Says once for each threshold of the forecast that it was passed.</summary>
    public bool TryReportForecast(int threshold) => (Interlocked.Or(ref _forecasts, 1 << threshold) & (1 << threshold)) == 0;

    // Zero when there is none to wait for: then every change is looked at, as it is where a forecast has to be made.
    private decimal NextMarkAbove(decimal used)
    {
        if (Rule.Budget.Thresholds.Any(static threshold => threshold.OfForecast))
        {
            return 0;
        }

        decimal next = Array.Find(_marks, mark => mark > used);
        return next == 0 ? decimal.MaxValue : next;
    }

    private static decimal[] MarksOf(Budget budget, decimal limit) => [.. budget.Thresholds.Select(threshold => threshold.Share * limit)];
}
