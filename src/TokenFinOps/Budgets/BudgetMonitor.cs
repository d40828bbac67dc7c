using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace TokenFinOps.Budgets;

/// <summary>Watches balances: raises events when thresholds are passed, and says which actions are in force. Thread-safe.</summary>
/// <remarks>An event is raised by the very charge that passes the threshold, so that of many processes with one store one raises it, once.</remarks>
internal sealed partial class BudgetMonitor(BudgetEventPump events, TimeProvider time, ILogger logger)
{
    public void Changed(BudgetAccount account, in BudgetBalance balance, decimal charged)
    {
        ImmutableArray<BudgetThreshold> thresholds = account.Rule.Budget.Thresholds;
        decimal[] marks = account.Marks;
        decimal before = balance.Used - charged;
        int actions = 0;
        for (int i = 0; i < marks.Length; i++)
        {
            if (thresholds[i].OfForecast)
            {
                actions |= Forecast(account, balance, i);
            }
            else if (balance.Used >= marks[i] && (balance.Used > 0 || marks[i] > 0))
            {
                actions |= 1 << (int)thresholds[i].Action;
                if (before < marks[i] || (before == 0 && charged > 0))
                {
                    Raise(BudgetEventKind.ThresholdCrossed, account, thresholds[i]);
                }
            }
        }

        account.SetActions(actions);
    }

    /// <summary>Reports the first refusal of a window.</summary>
    public void Refused(BudgetAccount account)
    {
        if (account.TryReportExhausted(time.GetUtcNow()))
        {
            Raise(BudgetEventKind.Exhausted, account, null);
        }
    }

    private int Forecast(BudgetAccount account, in BudgetBalance balance, int threshold)
    {
        if (BudgetBurn.Of(account, balance, time.GetUtcNow()).Projected is not { } projected || projected < account.Marks[threshold])
        {
            return 0;
        }

        BudgetThreshold passed = account.Rule.Budget.Thresholds[threshold];
        if (account.TryReportForecast(threshold))
        {
            Raise(BudgetEventKind.ForecastCrossed, account, passed);
        }

        return 1 << (int)passed.Action;
    }

    private void Raise(BudgetEventKind kind, BudgetAccount account, BudgetThreshold? threshold)
    {
        DateTimeOffset now = time.GetUtcNow();
        BudgetStatus status = account.StatusAt(now);
        switch (kind)
        {
            case BudgetEventKind.Exhausted:
                LogExhausted(logger, status.Budget, status.Scope, status.Measure, status.Spent, status.Limit, status.ResetsAt);
                break;
            case BudgetEventKind.ForecastCrossed:
                LogForecast(logger, status.Budget, status.Scope, status.Measure, status.Projected, status.Limit, status.ExhaustedAt);
                break;
            default:
                LogCrossed(logger, status.Budget, status.Scope, status.Measure, threshold!.Share, status.Spent, status.Limit);
                break;
        }

        events.Publish(new BudgetEvent(kind, status, threshold, now));
    }

    [LoggerMessage(LogLevel.Warning, "The budget '{Budget}' [{Scope}] has passed the share {Share} of its limit of {Measure}: {Spent} of {Limit} spent.")]
    private static partial void LogCrossed(ILogger logger, string budget, string scope, BudgetMeasure measure, decimal share, decimal spent, decimal limit);

    [LoggerMessage(LogLevel.Warning, "The budget '{Budget}' [{Scope}] will have {Projected} of {Measure} spent at this pace when its limit is {Limit}; it is exhausted at {ExhaustedAt}.")]
    private static partial void LogForecast(
        ILogger logger, string budget, string scope, BudgetMeasure measure, decimal? projected, decimal limit, DateTimeOffset? exhaustedAt);

    [LoggerMessage(LogLevel.Error, "The budget '{Budget}' [{Scope}] is exhausted: {Spent} of {Limit} of {Measure} spent. Calls are refused until {ResetsAt}.")]
    private static partial void LogExhausted(
        ILogger logger, string budget, string scope, BudgetMeasure measure, decimal spent, decimal limit, DateTimeOffset? resetsAt);
}
