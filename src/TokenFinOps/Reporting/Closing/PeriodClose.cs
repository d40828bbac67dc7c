using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting.Chargeback;

namespace TokenFinOps.Reporting.Closing;

/// <summary>Closes the books, period by period: posts the statements of each, and what has changed in earlier ones since they were posted.</summary>
/// <remarks>
/// <para>How a period is closed:</para>
/// <list type="number">
/// <item><description>It must be over, and begin where the last closed one ends.</description></item>
/// <item><description>For every closed period the charges are worked out anew from the ledger. Their difference to what was posted so far is an adjustment.</description></item>
/// <item><description>The period's own statements are made; credits go on from what closed periods have drawn.</description></item>
/// <item><description>All of it is kept in one step. Nothing else is state, so that a crash before the step posts nothing, and one after it has posted it once.</description></item>
/// </list>
/// <para>Thread-safe. Where two close the same period, the store refuses one of them.</para>
/// </remarks>
public sealed class PeriodClose
{
    private readonly ICostLedger _ledger;
    private readonly IClosedPeriodStore _store;
    private readonly Func<BillingPeriod, ChargebackPlan> _planOf;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="PeriodClose"/> class.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="store">Where closed periods are kept.</param>
    /// <param name="plan">The rules, for all periods. Other rules than those a period was closed by make adjustments of it.</param>
    public PeriodClose(ICostLedger ledger, IClosedPeriodStore store, ChargebackPlan plan)
        : this(ledger, store, _ => plan) => ArgumentNullException.ThrowIfNull(plan);

    /// <summary>Initializes a new instance of the <see cref="PeriodClose"/> class.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="store">Where closed periods are kept.</param>
    /// <param name="planOf">Gives the rules that hold in a period. Other rules than those a period was closed by make adjustments of it.</param>
    /// <param name="time">The clock; <see langword="null"/> is the system's.</param>
    public PeriodClose(ICostLedger ledger, IClosedPeriodStore store, Func<BillingPeriod, ChargebackPlan> planOf, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(planOf);
        _ledger = ledger;
        _store = store;
        _planOf = planOf;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Closes a period and posts its statements.</summary>
    /// <param name="period">The period.</param>
    /// <param name="cancellationToken">Cancels the work; nothing is posted then, or all of it.</param>
    /// <returns>What was posted.</returns>
    /// <exception cref="PeriodCloseException">The period cannot be closed; <see cref="PeriodCloseException.Refusal"/> says why. Nothing was posted.</exception>
    /// <exception cref="ArgumentException">A plan is not valid. The message names all that is wrong.</exception>
    /// <exception cref="Currencies.MissingExchangeRateException">A cost cannot be converted.</exception>
    /// <exception cref="FormatException">A closed period cannot be read, or was changed after it was posted.</exception>
    public async Task<ClosedPeriod> CloseAsync(BillingPeriod period, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(period);
        IReadOnlyList<ClosedPeriod> earlier = await _store.ListAsync(cancellationToken);
        CloseOrder.Check(period, earlier, _time.GetUtcNow());
        ChargebackRun run = await RunAsync(period, earlier, cancellationToken);
        if (!run.Controls.Ties)
        {
            throw new InvalidOperationException($"The statements of {period} do not tie to the ledger: {run.Controls}. Nothing was posted; please report this as a bug.");
        }

        ClosedPeriod closed = ClosedPeriodJson.Of(run, _time.GetUtcNow());
        await _store.SaveAsync(closed, cancellationToken);
        return closed;
    }

    /// <summary>Shows what closing a period would post now. The period may still be running.</summary>
    /// <param name="period">The period: the one that follows the last closed one.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The statements, adjustments and credits included.</returns>
    /// <exception cref="PeriodCloseException">The period is closed, out of order, or the ledger cannot answer exactly.</exception>
    public async Task<ChargebackRun> PreviewAsync(BillingPeriod period, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(period);
        IReadOnlyList<ClosedPeriod> earlier = await _store.ListAsync(cancellationToken);
        CloseOrder.Check(period, earlier, period.To);
        return await RunAsync(period, earlier, cancellationToken);
    }

    private async Task<ChargebackRun> RunAsync(BillingPeriod period, IReadOnlyList<ClosedPeriod> earlier, CancellationToken cancellationToken)
    {
        ChargebackPlan plan = _planOf(period);
        LedgerReport report = await _ledger.QueryAsync(plan.QueryFor(period), cancellationToken);
        if (!report.IsComplete)
        {
            throw new PeriodCloseException(PeriodCloseRefusal.LedgerIncomplete, $"The ledger cannot answer exactly for {period}: {report.Gaps}. Close periods while the ledger keeps them.");
        }

        List<AdjustmentLine> adjustments = [];
        List<string> uncompared = [];
        foreach (ClosedPeriod closed in earlier)
        {
            if (await CurrentAsync(closed, plan.Currency, cancellationToken) is { } current)
            {
                adjustments.AddRange(PostedCharges.Of(closed, earlier).DifferencesTo(current));
            }
            else
            {
                uncompared.Add(closed.Period.Name);
            }
        }

        var builder = new ChargebackBuilder(plan, period) { Adjustments = [.. adjustments], Drawn = DrawnBy(earlier) };
        return builder.Build(report) with { UncomparedPeriods = [.. uncompared] };
    }

    /// <returns>The charges of a closed period as the ledger has them now, or <see langword="null"/> when it no longer keeps the period.</returns>
    private async Task<ChargebackRun?> CurrentAsync(ClosedPeriod closed, string currency, CancellationToken cancellationToken)
    {
        ChargebackPlan plan = _planOf(closed.Period);
        CloseOrder.CheckCurrency(closed, plan.Currency, currency);
        LedgerReport report = await _ledger.QueryAsync(plan.QueryFor(closed.Period), cancellationToken);
        if (report.Gaps.HasFlag(LedgerGaps.Expired))
        {
            return null;
        }

        CloseOrder.CheckLedger(closed, report);
        return new ChargebackBuilder(plan with { Credits = [] }, closed.Period).Build(report);
    }

    private static Dictionary<string, decimal> DrawnBy(IReadOnlyList<ClosedPeriod> earlier) =>
        earlier.SelectMany(static closed => closed.Run.Credits).GroupBy(static draw => draw.Credit).ToDictionary(static draws => draws.Key, static draws => draws.Sum(static draw => draw.Drawn));
}
