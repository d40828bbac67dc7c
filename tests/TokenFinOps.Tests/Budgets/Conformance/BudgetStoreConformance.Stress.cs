using CsCheck;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Pricing;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Budgets.Conformance;

public abstract partial class BudgetStoreConformance
{
    private const decimal Limit = 5m;

    [Fact]
    public void However_many_call_at_once_a_hard_budget_is_never_overrun_and_ends_at_the_sum_of_what_was_settled() =>
        Gen.Select(Gen.Int[1, 64], Gen.Int).Sample(
            (callers, seed) => StressAsync(callers, seed).GetAwaiter().GetResult(), iter: Math.Max(2, Iterations / 4), threads: 1);

    private async Task StressAsync(int callers, int seed)
    {
        Budget[] budgets = [Budget.ForApplication().InTotal(Limit), Budget.ForEach("caller").Limit(BudgetMeasure.Cost, Limit, BudgetWindow.Rolling(TimeSpan.FromDays(1)))];
        StoreBench[] benches = [.. Enumerable.Range(0, IsShared ? 3 : 1).Select(_ => NewBench(budgets))];
        var settled = new ExactSum[callers];
        using var done = new CancellationTokenSource();
        Task<int> watching = Task.Run(() => WatchAsync(benches[^1], done.Token));

        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
            settled[caller] = await CallAsync(benches[caller % benches.Length], caller, new Random(seed + caller), 400 / callers))));
        await done.CancelAsync();
        Assert.True(await watching > 0);

        // What callers who gave up had made is given back behind the last of them.
        foreach (StoreBench bench in benches)
        {
            await bench.FitsAsync(0m, ("caller", "last"));
            await bench.FitsAsync(0m, ("caller", "last"));
        }

        BudgetStatus whole = await benches[0].StatusAsync("application");
        var sum = default(ExactSum);
        Array.ForEach(settled, part => sum.Add(part));
        Assert.Equal((sum.ToDecimal(), 0m), (whole.Spent + whole.Presumed, whole.Reserved));
        Assert.All((await benches[0].StatusesAsync("each caller")).Where(static status => status.Scope != "last"), status =>
            Assert.Equal((settled[int.Parse(status.Scope, null)].ToDecimal(), 0m), (status.Spent + status.Presumed, status.Reserved)));
        await ClearAsync();
    }

    private static async Task<ExactSum> CallAsync(StoreBench bench, int caller, Random random, int calls)
    {
        var settled = default(ExactSum);
        for (int i = 0; i < calls; i++)
        {
            decimal worst = random.Next(1, 100_000) / 1_000_000m;
            using var patience = new CancellationTokenSource();
            Task<(BudgetReservation Reservation, ReserveResult Result)> reserving = bench.TryReserveUntilAsync(worst, [("caller", $"{caller}")], patience.Token);
            if (random.Next(20) == 0)
            {
                await patience.CancelAsync();
            }

            try
            {
                (BudgetReservation reservation, ReserveResult result) = await reserving;
                if (result.IsMade)
                {
                    settled.Add(await EndAsync(bench, reservation, worst, random));
                }
            }
            catch (OperationCanceledException)
            {
                // This call was never made.
            }
        }

        return settled;
    }

    private static async Task<decimal> EndAsync(StoreBench bench, BudgetReservation reservation, decimal worst, Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                await bench.Store.ReleaseAsync(reservation);
                return 0;
            case 1:
                await bench.SettleAsync(reservation, EntryBuilder.Unpriced());
                return worst;
            default:
                decimal cost = worst * random.Next(0, 1_001) / 1_000;
                await bench.SettleAsync(reservation, cost);
                return cost;
        }
    }

    private static async Task<int> WatchAsync(StoreBench bench, CancellationToken done)
    {
        int looks = 0;
        while (!done.IsCancellationRequested || looks == 0)
        {
            foreach (BudgetStatus status in await bench.StatusesAsync("application"))
            {
                Assert.InRange(status.Spent + status.Presumed + status.Reserved, 0m, Limit);
                Assert.InRange(status.Reserved, 0m, Limit);
            }

            looks++;
        }

        return looks;
    }
}
