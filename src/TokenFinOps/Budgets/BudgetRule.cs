using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TokenFinOps.Budgets;

/// <summary>One limit of one budget, and its accounts: which calls it covers, and which account they are charged to. Thread-safe.</summary>
internal sealed class BudgetRule
{
    private const int SweepAbove = 4_096;

    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, BudgetAccount> _accounts = new(StringComparer.Ordinal);
    private readonly ImmutableArray<BudgetScopePart> _scope;
    private readonly TimeSpan _runRetention;
    private readonly bool _isOfRuns;
    private readonly int _ordinal;
    private BudgetAccount? _only;
    private long _created;
    private int _sweepAbove = SweepAbove;

    public BudgetRule(Budget budget, BudgetLimit limit, int ordinal, BudgetMonitor monitor, TimeSpan runRetention)
    {
        Budget = budget;
        Limit = limit;
        Monitor = monitor;
        _scope = budget.Scope;
        _ordinal = ordinal;
        _runRetention = runRetention;
        _isOfRuns = _scope.Any(static part => part is { Dimension: BudgetDimension.Run, Value: null });
        Key = $"{budget.Name}|{limit.Measure}|{limit.Window}";
    }

    public Budget Budget { get; }

    public BudgetLimit Limit { get; }

    public BudgetMonitor Monitor { get; }

    /// <summary>Gets what durable stores know the rule by. It does not contain the amount: a limit may be raised at any time.</summary>
    public string Key { get; }

    /// <summary>Gets how long an account is remembered after its last call, or <see langword="null"/> where accounts are not of runs.</summary>
    public TimeSpan? RunRetention => _isOfRuns ? _runRetention : null;

    /// <summary>Finds out whether the rule covers a call.</summary>
    /// <param name="subject">The call.</param>
    /// <param name="scope">The value that it is charged to.</param>
    public bool Covers(in BudgetSubject subject, [NotNullWhen(true)] out string? scope)
    {
        scope = string.Empty;
        foreach (BudgetScopePart part in _scope)
        {
            if (subject.ValueOf(part) is not { } value)
            {
                scope = null;
                return false;
            }

            if (part.Value is null)
            {
                scope = scope.Length == 0 ? value : $"{scope}, {value}";
            }
        }

        return true;
    }

    /// <summary>Finds the account that a call is charged to.</summary>
    public BudgetAccount AccountAt(string scope, DateTimeOffset moment)
    {
        BudgetAccount? account = scope.Length == 0 ? Volatile.Read(ref _only) : _accounts.GetValueOrDefault(scope);
        if (account is not null && moment < account.End && moment >= account.Start)
        {
            return account;
        }

        return FindOrOpen(scope, moment, account);
    }

    /// <summary>Says whether a call comes to the same amount here as with another rule.</summary>
    public bool CountsLike(BudgetRule? other) =>
        other is not null && Limit.Measure == other.Limit.Measure && string.Equals(Budget.Currency, other.Budget.Currency, StringComparison.Ordinal);

    public decimal LimitOf(string scope) => Limit.Amount * Budget.LimitFactors.GetValueOrDefault(scope, 1m);

    /// <summary>Lists the accounts whose windows have not ended.</summary>
    public IReadOnlyList<BudgetAccount> AccountsAt(DateTimeOffset moment) =>
        [.. Accounts().Where(account => account.End > moment).OrderBy(static account => account.Scope, StringComparer.Ordinal)];

    private IEnumerable<BudgetAccount> Accounts() => Volatile.Read(ref _only) is { } only ? [only] : _accounts.Values;

    private BudgetAccount FindOrOpen(string scope, DateTimeOffset moment, BudgetAccount? known)
    {
        if (known is not null && moment < known.Start)
        {
            // A call from before the window belongs to the one before, if that is still known.
            return known.Previous is { } previous && moment < previous.End ? previous : known;
        }

        // A rolling window never ends, it moves.
        (DateTimeOffset, DateTimeOffset) window = Limit.Window.IsRolling ? (DateTimeOffset.MinValue, DateTimeOffset.MaxValue) : Limit.Window.At(moment);
        var opened = new BudgetAccount(this, scope, window, NextOrder(), CarriedFrom(known, moment)) { Previous = known };
        BudgetAccount current = Keep(scope, known, opened, moment);
        known?.Previous = null;
        return current;
    }

    private BudgetAccount Keep(string scope, BudgetAccount? known, BudgetAccount opened, DateTimeOffset moment)
    {
        if (scope.Length == 0)
        {
            BudgetAccount? seen = Interlocked.CompareExchange(ref _only, opened, known);
            return ReferenceEquals(seen, known) ? opened : seen!;
        }

        if (known is null ? _accounts.TryAdd(scope, opened) : _accounts.TryUpdate(scope, opened, known))
        {
            SweepIfMany(moment);
            return opened;
        }

        return _accounts.GetOrAdd(scope, opened);
    }

    // Every account has an order of its own that all reservations keep: first by rule, then by age.
    private long NextOrder() => ((long)_ordinal << 40) | Interlocked.Increment(ref _created);

    private decimal CarriedFrom(BudgetAccount? previous, DateTimeOffset moment)
    {
        if (Budget.CarriesOver == 0 || previous is null || previous.End == DateTimeOffset.MaxValue)
        {
            return 0;
        }

        BudgetBalance last = previous.BalanceAt(previous.End);
        bool isNext = Limit.Window.At(previous.End).End > moment;
        decimal left = isNext ? Math.Max(0, last.Left) : LimitOf(previous.Scope);
        return Math.Min(Budget.CarriesOver, left);
    }

    private void SweepIfMany(DateTimeOffset now)
    {
        if (_accounts.Count <= Volatile.Read(ref _sweepAbove))
        {
            return;
        }

        foreach ((string scope, BudgetAccount account) in _accounts)
        {
            bool hasEnded = account.End < now - Grace && Budget.CarriesOver == 0;
            bool isForgotten = _isOfRuns && account.LastUsed < (now - _runRetention).UtcTicks;
            if ((hasEnded || isForgotten) && account.BalanceAt(now).Reserved == 0)
            {
                _accounts.TryRemove(new KeyValuePair<string, BudgetAccount>(scope, account));
            }
        }

        Volatile.Write(ref _sweepAbove, Math.Max(SweepAbove, _accounts.Count * 2));
    }
}
