using Microsoft.Extensions.Logging;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Budgets;

/// <summary>Reserves the worst case of every attempt in all budgets that cover it, and settles it at what it came to. Thread-safe.</summary>
internal sealed partial class BudgetGate(
    BudgetBook book,
    IBudgetStore store,
    BudgetOptions options,
    WorstCaseEstimator worstCases,
    BudgetMonitor monitor,
    TimeProvider time,
    ILogger logger) : IAttemptGate
{
    private const int WaitsOrAsks = (1 << (int)BudgetAction.Throttle) | (1 << (int)BudgetAction.RequireApproval);

    private readonly BudgetConversion _conversion = new(options);
    private readonly AnswerShortener _shortener = new(worstCases, new BudgetConversion(options));

    /// <inheritdoc/>
    public ValueTask<IAttemptPass?> EnterAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        BudgetCharge[] charges = book.ChargesOf(BudgetSubject.Of(attempt), attempt.StartedAt, out int actions, out bool needsWorstCase);
        if (charges.Length == 0)
        {
            return default;
        }

        if (needsWorstCase)
        {
            SetAmounts(charges, worstCases.Estimate(attempt));
        }

        if ((actions & WaitsOrAsks) != 0)
        {
            return EnterSlowlyAsync(attempt, charges, cancellationToken);
        }

        BudgetReservation reservation = Draft(attempt, charges);
        ValueTask<ReserveResult> reserving = store.ReserveAsync(reservation, cancellationToken);
        if (!reserving.IsCompletedSuccessfully)
        {
            return FinishAsync(attempt, reservation, reserving, cancellationToken);
        }

        ReserveResult result = reserving.Result;
        return result.IsMade ? new ValueTask<IAttemptPass?>(reservation) : ShortenAsync(attempt, reservation, result, cancellationToken);
    }

    public ValueTask SettleAsync(BudgetReservation reservation, LedgerEntry entry) =>
        store.SettleAsync(reservation, new BudgetFigures(entry, _conversion));

    public ValueTask ReleaseAsync(BudgetReservation reservation) => store.ReleaseAsync(reservation);

    private BudgetReservation Draft(Attempt attempt, BudgetCharge[] charges) =>
        new(this, charges, attempt.StartedAt, (attempt.StartedAt + options.ReservationLifetime).UtcTicks);

    private void SetAmounts(BudgetCharge[] charges, WorstCase worst)
    {
        BudgetRule? counted = null;
        decimal? amount = null;
        for (int i = 0; i < charges.Length; i++)
        {
            BudgetRule rule = charges[i].Account.Rule;
            amount = rule.CountsLike(counted) ? amount : _conversion.AmountOf(rule, worst);
            counted = rule;
            if (amount is null && rule.Budget.RefusesUnpriced)
            {
                throw new BudgetExceededException(BudgetRefusal.Unpriced, charges[i].Account.StatusAt(time.GetUtcNow()), null);
            }

            charges[i] = charges[i] with { Amount = amount ?? 0 };
        }
    }

    private async ValueTask<IAttemptPass?> EnterSlowlyAsync(Attempt attempt, BudgetCharge[] charges, CancellationToken cancellationToken)
    {
        TimeSpan wait = TimeSpan.Zero;
        foreach (BudgetCharge charge in charges)
        {
            await RefreshAsync(charge.Account, cancellationToken).ConfigureAwait(false);
            wait = TimeSpan.FromTicks(Math.Max(wait.Ticks, DelayOf(charge.Account).Ticks));
            await AskAsync(attempt, charge, cancellationToken).ConfigureAwait(false);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }

        BudgetReservation reservation = Draft(attempt, charges);
        return await FinishAsync(attempt, reservation, store.ReserveAsync(reservation, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    // What leaves a rolling window does so without a call, and calls that wait or are refused would never learn of it.
    private async ValueTask RefreshAsync(BudgetAccount account, CancellationToken cancellationToken)
    {
        if (!account.Rule.Limit.Window.IsRolling || (account.Actions & WaitsOrAsks) == 0)
        {
            return;
        }

        try
        {
            await store.ReadAsync(account.Rule, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfStore(exception, cancellationToken))
        {
            LogUnchecked(logger, exception, account.Rule.Budget.Name);
        }
    }

    private TimeSpan DelayOf(BudgetAccount account) =>
        InForce(account, BudgetAction.Throttle).Select(static threshold => threshold.Delay).DefaultIfEmpty(TimeSpan.Zero).Max();

    private IEnumerable<BudgetThreshold> InForce(BudgetAccount account, BudgetAction action)
    {
        if ((account.Actions & (1 << (int)action)) == 0)
        {
            return [];
        }

        decimal share = account.ShareUsedAt(time.GetUtcNow());
        return account.Rule.Budget.Thresholds.Where(threshold => threshold.Action == action && (threshold.OfForecast || threshold.Share <= share));
    }

    private async ValueTask AskAsync(Attempt attempt, BudgetCharge charge, CancellationToken cancellationToken)
    {
        BudgetAccount account = charge.Account;
        if (account.IsApprovedAt(time.GetUtcNow()) || !InForce(account, BudgetAction.RequireApproval).Any())
        {
            return;
        }

        BudgetStatus status = account.StatusAt(time.GetUtcNow());
        var request = new BudgetApprovalRequest(status, charge.Amount, attempt.Tags, attempt.RunId);
        BudgetApproval answer = options.Approve is { } approve
            ? await approve(request, cancellationToken).ConfigureAwait(false)
            : BudgetApproval.Deny;
        if (answer == BudgetApproval.Deny)
        {
            throw new BudgetExceededException(BudgetRefusal.NotApproved, status, charge.Amount);
        }

        if (answer == BudgetApproval.ApproveWindow)
        {
            account.Approve(time.GetUtcNow());
        }
    }

    private async ValueTask<IAttemptPass?> FinishAsync(
        Attempt attempt, BudgetReservation reservation, ValueTask<ReserveResult> reserving, CancellationToken cancellationToken)
    {
        ReserveResult result;
        try
        {
            result = await reserving.ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfStore(exception, cancellationToken))
        {
            return WithoutStore(reservation, exception);
        }

        return result.IsMade ? reservation : await ShortenAsync(attempt, reservation, result, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsOfStore(Exception exception, CancellationToken cancellationToken) =>
        exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    private BudgetReservation WithoutStore(BudgetReservation reservation, Exception exception)
    {
        if (Array.Find(reservation.Charges, static charge => charge.Account.Rule.Budget is { IsHard: true, OnStoreFailure: StoreFailureAction.Refuse }).Account is { } closed)
        {
            throw new BudgetUnavailableException(
                $"The store of the budget '{closed.Rule.Budget.Name}', which fails closed, cannot be reached. Restore it, or let the budget fail open.", exception);
        }

        LogUnchecked(logger, exception, reservation.Charges[0].Account.Rule.Budget.Name);
        return reservation;
    }

    private async ValueTask<IAttemptPass?> ShortenAsync(
        Attempt attempt, BudgetReservation refused, ReserveResult result, CancellationToken cancellationToken)
    {
        BudgetReservation reservation = refused;

        // Each round makes the answer shorter, so that there are at most as many as there are accounts that may refuse it.
        for (int round = 0; round < refused.Charges.Length && !result.IsMade; round++)
        {
            BudgetCharge charge = reservation.Charges[result.Refused];
            if (_shortener.Shorten(attempt, charge.Account.Rule, result.Balance.Left) is not { } shorter)
            {
                break;
            }

            BudgetCharge[] charges = [.. reservation.Charges];
            SetAmounts(charges, shorter);
            reservation = Draft(attempt, charges);
            try
            {
                result = await store.ReserveAsync(reservation, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsOfStore(exception, cancellationToken))
            {
                return WithoutStore(reservation, exception);
            }
        }

        return result.IsMade ? reservation : throw Refusal(reservation.Charges[result.Refused], result.Balance);
    }

    private BudgetExceededException Refusal(in BudgetCharge charge, in BudgetBalance balance)
    {
        monitor.Refused(charge.Account);
        BudgetStatus status = charge.Account.StatusAt(time.GetUtcNow()) with
        {
            Limit = balance.Limit,
            Spent = balance.Spent,
            Presumed = balance.Presumed,
            Reserved = balance.Reserved,
        };
        return new BudgetExceededException(BudgetRefusal.LimitReached, status, charge.Amount);
    }

    [LoggerMessage(LogLevel.Error, "The store of budgets cannot be reached; the call goes on without a check of '{Budget}', and is charged when the store is back.")]
    private static partial void LogUnchecked(ILogger logger, Exception exception, string budget);
}
