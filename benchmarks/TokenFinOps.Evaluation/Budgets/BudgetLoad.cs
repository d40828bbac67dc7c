using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Attribution;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Budgets;

/// <summary>Callers that reserve and settle as fast as they can, all in one hot budget, and each in two of its own if wanted.</summary>
internal sealed class BudgetLoad(IBudgetStore store, bool withOwn)
{
    private const decimal Worst = 0.02m;

    private readonly BudgetBook _book = NewBook(store, withOwn);
    private readonly BudgetConversion _conversion = new(new BudgetOptions());

    /// <summary>Runs callers for a while.</summary>
    /// <returns>The pairs in a second, how long each pair took in milliseconds, sorted, and whether the budget ends at the sum of what was settled.</returns>
    public async Task<(double PerSecond, double[] Milliseconds, bool IsExact)> RunAsync(int callers, TimeSpan duration)
    {
        decimal before = await SpentAsync().ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        List<double>[] times = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, start, duration)))).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] all = [.. times.SelectMany(static each => each).Order()];
        return (all.Length / seconds, all, await SpentAsync().ConfigureAwait(false) - before == all.Length * 0.01m);
    }

    private static BudgetBook NewBook(IBudgetStore store, bool withOwn)
    {
        var options = new BudgetOptions();
        options.Budgets.Add(Budget.ForApplication().InTotal(1_000_000_000m));
        if (withOwn)
        {
            options.Budgets.Add(Budget.ForEach("customer").Monthly(1_000_000m).Requests(1_000_000_000, BudgetWindow.Day));
        }

        return new BudgetBook(options, store, new BudgetMonitor(new BudgetEventPump([], NullLogger.Instance), TimeProvider.System, NullLogger.Instance), TimeProvider.System);
    }

    private async Task<List<double>> CallAsync(int caller, long start, TimeSpan duration)
    {
        List<double> times = [];
        var subject = new BudgetSubject(TagSet.Of(("customer", caller.ToString(CultureInfo.InvariantCulture))), null, null, null, null, null, null);
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            long began = Stopwatch.GetTimestamp();
            await PairAsync(subject).ConfigureAwait(false);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }

    private async Task PairAsync(BudgetSubject subject)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        BudgetCharge[] charges = _book.ChargesOf(subject, now, out _, out _);
        for (int i = 0; i < charges.Length; i++)
        {
            charges[i] = charges[i] with { Amount = charges[i].Account.Rule.Limit.Measure == BudgetMeasure.Cost ? Worst : 1 };
        }

        var reservation = new BudgetReservation(null!, charges, now, now.AddMinutes(15).UtcTicks);
        ReserveResult result = await store.ReserveAsync(reservation, CancellationToken.None).ConfigureAwait(false);
        if (!result.IsMade)
        {
            throw new EvaluationException("A budget that should have room has none.");
        }

        await store.SettleAsync(reservation, new BudgetFigures(EntryOf(now), _conversion)).ConfigureAwait(false);
    }

    private static LedgerEntry EntryOf(DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(),
        RequestId = Guid.NewGuid(),
        Timestamp = now,
        Model = "gpt-test",
        UsageOrigin = UsageOrigin.Reported,
        Cost = new CostBreakdown(PricingStatus.Priced, 0.01m, 0.01m, CurrencyCode.Usd, [new CostLine(UsageKind.OutputTokens, 1, 0.01m, 1)]),
    };

    private async Task<decimal> SpentAsync() => (await _book.GetStatusAsync("application").ConfigureAwait(false)).Sum(static status => status.Spent);
}
