using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TokenFinOps.Attribution;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Budgets;

/// <summary>All budgets: finds those that cover a call, and what the call is charged to each. Thread-safe.</summary>
internal sealed class BudgetBook : IBudgets, ICostPressure
{
    private readonly IBudgetStore _store;
    private readonly TimeProvider _time;

    public BudgetBook(BudgetOptions options, IBudgetStore store, BudgetMonitor monitor, TimeProvider time)
    {
        _store = store;
        _time = time;
        Rules = [.. options.Budgets
            .SelectMany(static budget => budget.Limits, static (budget, limit) => (Budget: budget, Limit: limit))
            .Select((rule, ordinal) => new BudgetRule(rule.Budget, rule.Limit, ordinal, monitor, options.RunRetention))];
    }

    public ImmutableArray<BudgetRule> Rules { get; }

    /// <summary>Finds the accounts that a call is charged to, in the order in which they are locked.</summary>
    /// <param name="subject">The call.</param>
    /// <param name="moment">When it is made.</param>
    /// <param name="actions">Which actions are in force in one of them, as bits of <see cref="BudgetAction"/>.</param>
    /// <param name="needsWorstCase">Whether one of them counts more than calls.</param>
    /// <returns>The charges without amounts; empty when no budget covers the call.</returns>
    public BudgetCharge[] ChargesOf(in BudgetSubject subject, DateTimeOffset moment, out int actions, out bool needsWorstCase)
    {
        actions = 0;
        needsWorstCase = false;
        var few = default(FewAccounts);
        BudgetAccount[]? pooled = Rules.Length > FewAccounts.Length ? ArrayPool<BudgetAccount>.Shared.Rent(Rules.Length) : null;
        Span<BudgetAccount> covering = pooled is null ? few : pooled;
        int count = 0;
        foreach (BudgetRule rule in Rules)
        {
            if (rule.Covers(subject, out string? scope))
            {
                BudgetAccount account = rule.AccountAt(scope, moment);
                account.NoteUse(moment.UtcTicks);
                covering[count++] = account;
                actions |= account.Actions;
                needsWorstCase |= rule.Limit.Measure != BudgetMeasure.Requests;
            }
        }

        var charges = count == 0 ? [] : new BudgetCharge[count];
        for (int i = 0; i < count; i++)
        {
            BudgetWindow window = covering[i].Rule.Limit.Window;
            charges[i] = new BudgetCharge(covering[i], window.IsRolling ? window.SlotOf(moment).UtcTicks : moment.UtcTicks, 1);
        }

        if (pooled is not null)
        {
            ArrayPool<BudgetAccount>.Shared.Return(pooled, clearArray: true);
        }

        return charges;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BudgetStatus>> GetStatusAsync(string? budget = null, CancellationToken cancellationToken = default)
    {
        BudgetRule[] rules = [.. Rules.Where(rule => budget is null || rule.Budget.Name == budget)];
        if (rules.Length == 0 && budget is not null)
        {
            string known = string.Join(", ", Rules.Select(static rule => $"'{rule.Budget.Name}'").Distinct());
            throw new ArgumentException($"There is no budget '{budget}'; there are {(known.Length == 0 ? "none" : known)}.", nameof(budget));
        }

        var statuses = new List<BudgetStatus>();
        foreach (BudgetRule rule in rules)
        {
            IReadOnlyList<BudgetAccount> accounts = await _store.ReadAsync(rule, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = _time.GetUtcNow();
            statuses.AddRange(accounts.Select(account => account.StatusAt(now)));
        }

        return statuses;
    }

    /// <inheritdoc/>
    public bool PrefersCheaper(TagSet tags, string? runId = null)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return PrefersCheaper(new BudgetSubject(tags, runId, null, null, null, null, null));
    }

    /// <inheritdoc/>
    public bool PrefersCheaper(in FinOpsRequest request) =>
        PrefersCheaper(new BudgetSubject(request.Tags, request.RunId, null, null, null, null, null));

    [InlineArray(Length)]
    private struct FewAccounts
    {
        public const int Length = 8;

        private BudgetAccount _first;
    }

    private bool PrefersCheaper(in BudgetSubject subject)
    {
        foreach (BudgetRule rule in Rules)
        {
            if (rule.Covers(subject, out string? scope)
                && (rule.AccountAt(scope, _time.GetUtcNow()).Actions & (1 << (int)BudgetAction.PreferCheaper)) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
