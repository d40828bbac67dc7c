using CsCheck;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Chargeback;
using TokenFinOps.Reporting.Commitments;
using TokenFinOps.Reporting.Currencies;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Chargeback;

public sealed class ConservationTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly BillingPeriod Period = BillingPeriod.Between(Start, Start.AddDays(2));

    private static readonly Gen<LedgerFilter> Selector =
        from dimension in LedgerGens.Dimension
        from value in Gen.OneOf<string?>(null, "support", "sales", "small", "u1", "u2")
        from isNegated in Gen.Bool
        let valid = dimension.IsTag || dimension == LedgerDimension.Model
        select valid
            ? isNegated ? LedgerFilter.All.WhereNot(dimension, value) : LedgerFilter.All.Where(dimension, value)
            : LedgerFilter.All.Where(LedgerDimension.Outcome, nameof(AttemptOutcome.Failed));

    private static readonly Gen<AllocationMethod> Method = Gen.OneOf(
        Gen.Const(AllocationMethod.Even), Gen.Const(AllocationMethod.Proportional), Gen.OneOf(LedgerMeasure.ListCost, LedgerMeasure.Savings, LedgerMeasure.RouterSavings, LedgerMeasure.Attempts, LedgerMeasure.Duration).Select(AllocationMethod.By),
        Gen.Const(AllocationMethod.WeightedTokens((UsageKind.OutputTokens, 1m), (UsageKind.InputTokens, 0.25m))), Gen.Const(AllocationMethod.FixedShares(("x", 0.4m), ("sales", 0.6m))));

    private static readonly Gen<CostPool[]> Pools = Gen.Select(
        Selector, Method, Gen.Int[-100_000, 100_000], Gen.Int[0, 3], Gen.Enum<ZeroWeightFallback>(),
        static (selector, method, cents, kind, fallback) => (kind switch
        {
            0 => CostPool.FromLedger("p", selector, method),
            1 => CostPool.Untagged("p", method),
            2 => CostPool.StepDown("p", "support", method),
            _ => CostPool.Fixed("p", cents / 100m, method),
        }) with { Fallback = fallback }).Array[0, 5].Select(static pools => pools.Select(static (pool, index) => Renamed(pool, index)).ToArray());

    private static readonly Gen<ChargebackPlan> Plan =
        from pools in Pools
        from committed in Gen.Int[0, 10_000_000].Array[0, 2]
        from credited in Gen.Int[0, 10_000_000].Array[0, 2]
        from covers in Selector
        from method in Method
        from policy in Gen.Enum<ConversionPolicy>()
        from decimals in Gen.Int[0, 4]
        select new ChargebackPlan
        {
            CostCentres = CostCentreMap.By("team", new Dictionary<string, string> { ["support"] = "support", ["sales"] = "sales" }).Then("user", new Dictionary<string, string> { ["u1"] = "x" }),
            Pools = [.. pools],
            Decimals = decimals,
            Conversion = policy,
            Rates = new ExchangeRates([new("EUR", "USD", 1.0837m, new DateOnly(2026, 1, 1)), new("EUR", "USD", 1.0911m, new DateOnly(2026, 3, 29))]),
            Commitments = [.. committed.Select((cents, index) => new Commitment { Name = $"m{index}", Amount = cents / 100m, From = Start.AddHours(7), To = Start.AddDays(5), Covers = covers, UnusedMethod = method })],
            Credits = [.. credited.Select((cents, index) => new Credit { Name = $"c{index}", Amount = cents / 100m, ValidFrom = Start, Expires = Start.AddDays(index + 1), AppliesTo = index == 0 ? covers : LedgerFilter.All })],
        };

    [Fact]
    public Task Each_unit_of_ledger_cost_is_in_exactly_one_place_and_every_cent_is_somewhere() =>
        Gen.Select(LedgerGens.OrdinaryEntry.Array[0, 60], Plan).SampleAsync(async (entries, plan) =>
        {
            var ledger = new InMemoryCostLedger();
            await ledger.AppendAllAsync(entries);

            ChargebackRun run = await ledger.ShowbackAsync(plan, Period, TestContext.Current.CancellationToken);

            ControlTotals controls = run.Controls;
            Assert.True(controls.Ties, controls.ToString());
            foreach (LedgerControl control in controls.Ledger)
            {
                Assert.Equal(control.EffectiveCost, PlacedIn(run, control.Currency));
            }

            decimal unit = 1m / (decimal)Math.Pow(10, plan.Decimals);
            Assert.True(Math.Abs(controls.Rounding) <= unit / 2);
            Assert.All(run.Statements, statement => Assert.Equal(0m, statement.Total % unit));
            Assert.Equal(run.Statements.Sum(static each => each.Credited), run.Credits.Sum(static each => each.Drawn));
            Assert.All(run.Credits, static draw => Assert.InRange(draw.Drawn, 0m, draw.Opening));
            Assert.All(run.Commitments, static use => Assert.True(use.Used >= 0 && use.Unused >= 0));
            Assert.All(run.Pools, static pool => Assert.Equal(pool.Amount, pool.Shares.Sum(static share => share.Amount) + pool.Unallocated));
        }, iter: 300);

    [Fact]
    public Task Statements_do_not_depend_on_the_order_of_entries() =>
        Gen.Select(LedgerGens.OrdinaryEntry.Array[0, 30], Plan).SampleAsync(async (entries, plan) =>
        {
            var forwards = new InMemoryCostLedger();
            var backwards = new InMemoryCostLedger();
            LedgerEntry[] distinct = [.. entries.DistinctBy(static entry => entry.Id)];
            await forwards.AppendAllAsync(distinct);
            await backwards.AppendAllAsync(distinct.Reverse());

            ChargebackRun first = await forwards.ShowbackAsync(plan, Period, TestContext.Current.CancellationToken);
            ChargebackRun second = await backwards.ShowbackAsync(plan, Period, TestContext.Current.CancellationToken);

            Assert.Equal(first.Statements.Select(static each => (each.CostCentre, each.Total)), second.Statements.Select(static each => (each.CostCentre, each.Total)));
        }, iter: 100);

    // The original amounts, collected from wherever they were put.
    private static decimal PlacedIn(ChargebackRun run, string currency) => ExactSum.Of(
        run.Statements.SelectMany(static each => each.Direct).Concat(run.Unallocated.Lines.SelectMany(static each => each.Usage))
            .Where(line => line.OriginalCurrency == currency).Select(static line => line.OriginalCost)
            .Concat(run.Pools.SelectMany(static pool => pool.Originals).Where(each => each.Currency == currency).Select(static each => each.Amount))).ToDecimal();

    private static CostPool Renamed(CostPool pool, int index) => (pool switch
    {
        { Selector: { } selector } => CostPool.FromLedger($"p{index}", selector, pool.Method),
        { TakesUntagged: true } => CostPool.Untagged($"p{index}", pool.Method),
        { EmptiedCostCentre: { } emptied } => CostPool.StepDown($"p{index}", emptied, pool.Method),
        _ => CostPool.Fixed($"p{index}", pool.FixedAmount, pool.Method),
    }) with { Fallback = pool.Fallback };
}
