using CsCheck;
using Microsoft.Extensions.Time.Testing;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Budgets.Conformance;

public abstract partial class BudgetStoreConformance
{
    private enum Step
    {
        Reserve,
        Settle,
        SettleUnpriced,
        Release,
        Wait,
    }

    private static Gen<(Step Step, int Pick, decimal Amount)[]> GenHistory { get; } = Gen.Select(
        Gen.Frequency((5, Gen.Const(Step.Reserve)), (4, Gen.Const(Step.Settle)), (1, Gen.Const(Step.SettleUnpriced)), (1, Gen.Const(Step.Release)), (1, Gen.Const(Step.Wait))),
        Gen.Int[0, 1_000],
        Gen.Int[0, 4_000_000].Select(static millionths => millionths / 1_000_000m)).Array[1, 120];

    [Fact]
    public void Whatever_happens_balances_are_those_of_the_store_in_memory() =>
        GenHistory.Sample(history => CompareAsync(history).GetAwaiter().GetResult(), iter: Iterations, threads: 1);

    private async Task CompareAsync((Step Step, int Pick, decimal Amount)[] history)
    {
        Budget[] budgets =
        [
            Budget.ForApplication().Limit(BudgetMeasure.Cost, 20m, BudgetWindow.Hour).Requests(40, BudgetWindow.Day),
            Budget.ForEach("customer").Limit(BudgetMeasure.Cost, 9m, BudgetWindow.Rolling(TimeSpan.FromMinutes(20))),
            Budget.For("customer", "c0").Named("soft").InTotal(3m).NotifyOnly(),
        ];
        var time = new FakeTimeProvider(Time.GetUtcNow());
        IBudgetStore store = Open(new DatedClock(time));
        await using (var expected = new StoreBench(new InMemoryBudgetStore(time), time, budgets))
        await using (var actual = new StoreBench(store, time, budgets))
        {
            List<(BudgetReservation Expected, BudgetReservation Actual)> open = [];
            foreach ((Step step, int pick, decimal amount) in history)
            {
                await TakeAsync(step, pick, amount, expected, actual, open, time);
            }

            Assert.Equal(await FiguresAsync(expected), await FiguresAsync(actual));
        }

        await ((store as IAsyncDisposable)?.DisposeAsync() ?? default);
        await ClearAsync();
    }

    private static async Task TakeAsync(
        Step step, int pick, decimal amount, StoreBench expected, StoreBench actual, List<(BudgetReservation Expected, BudgetReservation Actual)> open, FakeTimeProvider time)
    {
        if (step == Step.Wait)
        {
            time.Advance(TimeSpan.FromSeconds(pick));
            return;
        }

        if (step == Step.Reserve || open.Count == 0)
        {
            (string, string)[] tags = [("customer", $"c{pick % 3}")];
            (BudgetReservation Reservation, ReserveResult Result) wanted = await expected.TryReserveAsync(amount, tags);
            (BudgetReservation Reservation, ReserveResult Result) got = await actual.TryReserveAsync(amount, tags);
            Assert.Equal((wanted.Result.Refused, wanted.Result.Balance.Left), (got.Result.Refused, got.Result.Balance.Left));
            if (wanted.Result.IsMade)
            {
                open.Add((wanted.Reservation, got.Reservation));
            }

            return;
        }

        (BudgetReservation Expected, BudgetReservation Actual) taken = open[pick % open.Count];
        open.Remove(taken);
        if (step == Step.Release)
        {
            await expected.Store.ReleaseAsync(taken.Expected);
            await actual.Store.ReleaseAsync(taken.Actual);
            return;
        }

        TokenFinOps.Ledger.LedgerEntry entry = step == Step.Settle ? EntryBuilder.Attempt(amount) : EntryBuilder.Unpriced();
        await expected.SettleAsync(taken.Expected, entry);
        await actual.SettleAsync(taken.Actual, entry);
    }

    private static async Task<(string, string, decimal, decimal, decimal, decimal)[]> FiguresAsync(StoreBench bench) =>
        [.. (await bench.StatusesAsync()).Select(static status => (status.Budget, status.Scope, status.Limit, status.Spent, status.Presumed, status.Reserved))];
}
