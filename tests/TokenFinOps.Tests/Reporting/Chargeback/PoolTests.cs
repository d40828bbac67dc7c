using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Reporting.Allocation;
using TokenFinOps.Reporting.Chargeback;

namespace TokenFinOps.Tests.Reporting.Chargeback;

public sealed class PoolTests
{
    private readonly Books _books = new();

    [Fact]
    public async Task A_pool_takes_its_cost_from_all_cost_centres_and_shows_how_it_is_divided()
    {
        await _books.AddAsync(
            Books.Call(30m, "support"), Books.Call(10m, "sales"),
            Books.Call(3m, "support") with { Operation = "embeddings" }, Books.Call(1m, null) with { Operation = "embeddings" });

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Pools = [Books.Embeddings] });

        Assert.Equal(new SharedLine("embeddings", "by EffectiveCost", 4m, 0.75m, 3m), Assert.Single(run.Find("support")!.Shared));
        Assert.Equal((33m, 11m), (run.Find("support")!.Total, run.Find("sales")!.Total));
        Assert.Equal((40m, 4m, 0m), (run.Controls.Direct, run.Controls.Pooled, run.Controls.Unplaced));
        Assert.Equal(4m, Assert.Single(run.Pools[0].Originals).Amount);
    }

    [Fact]
    public async Task The_first_pool_that_selects_a_cost_gets_it()
    {
        CostPool failed = CostPool.FromLedger("failed", LedgerFilter.All.Where(LedgerDimension.Outcome, nameof(AttemptOutcome.Failed)), AllocationMethod.Even);
        await _books.AddAsync(Books.Call(10m, "support"), Books.Call(2m, "support") with { Operation = "embeddings", Outcome = AttemptOutcome.Failed });

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Pools = [failed, Books.Embeddings] });

        Assert.Equal([("failed", 2m), ("embeddings", 0m)], run.Pools.Select(static pool => (pool.Pool, pool.Amount)));
    }

    [Fact]
    public async Task Untagged_cost_is_shared_when_a_pool_takes_it()
    {
        await _books.AddAsync(Books.Call(10m, "a"), Books.Call(10m, "b"), Books.Call(1m, null));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Pools = [CostPool.Untagged("untagged", AllocationMethod.Proportional)] });

        Assert.Equal([10.50m, 10.50m], run.Statements.Select(static statement => statement.Total));
        Assert.Equal(0m, run.Unallocated.Total);
    }

    [Fact]
    public async Task A_fixed_amount_is_cost_that_is_not_in_the_ledger_and_a_negative_one_is_given_back()
    {
        await _books.AddAsync(Books.Call(10m, "a"), Books.Call(10m, "b"), Books.Call(10m, "c"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with
        {
            Pools = [CostPool.Fixed("licence", 100m, AllocationMethod.Even), CostPool.Fixed("rebate", -10m, AllocationMethod.Even)],
        });

        Assert.Equal([40.00m, 40.00m, 40.00m], run.Statements.Select(static statement => statement.Total));
        Assert.Equal([33.34m, -3.34m], run.Find("a")!.Shared.Select(static line => line.Amount));
        Assert.Equal(90m, run.Controls.FixedPools);
    }

    [Fact]
    public async Task A_pool_that_nobody_has_weight_in_is_unallocated_unless_it_says_otherwise()
    {
        await _books.AddAsync(Books.Call(10m, "a"));
        CostPool pool = CostPool.Fixed("idle", 5m, AllocationMethod.By(LedgerMeasure.Failed));

        ChargebackRun kept = await _books.ShowAsync(Books.ByTeam with { Pools = [pool] });
        ChargebackRun even = await _books.ShowAsync(Books.ByTeam with { Pools = [pool with { Fallback = ZeroWeightFallback.Even }] });

        Assert.Equal((UnallocatedReason.NoWeight, "idle", 5m), (kept.Unallocated.Lines[0].Reason, kept.Unallocated.Lines[0].Source, kept.Unallocated.Total));
        Assert.Equal(15m, even.Find("a")!.Total);
    }

    [Fact]
    public async Task The_platform_passes_its_own_and_its_allocated_cost_on_to_the_teams()
    {
        await _books.AddAsync(
            Books.Call(60m, "a"), Books.Call(20m, "b"), Books.Call(20m, "platform"), Books.Call(10m, "a") with { Operation = "embeddings" });

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with
        {
            Pools = [Books.Embeddings, CostPool.StepDown("platform", "platform", AllocationMethod.Proportional), CostPool.Fixed("licence", 8m, AllocationMethod.Proportional)],
        });

        // Embeddings: 6, 2, 2. The platform then passes on 22, by 60 to 20, and bears nothing of the licence.
        Assert.Equal([20m - 20m, 60m + 6m + 16.50m + 6m, 20m + 2m + 5.50m + 2m], new[] { run.Find("platform")!.Total, run.Find("a")!.Total, run.Find("b")!.Total });
        Assert.Equal([2m, -22m], run.Find("platform")!.Shared.Select(static line => line.Amount));
    }

    [Fact]
    public async Task A_platform_that_nobody_can_take_over_from_keeps_its_cost()
    {
        await _books.AddAsync(Books.Call(20m, "platform"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Pools = [CostPool.StepDown("down", "platform", AllocationMethod.Even)] });

        Assert.Equal((20m, 0m), (run.Find("platform")!.Total, run.Unallocated.Total));
    }

    [Fact]
    public async Task Cost_cannot_go_round_in_circles()
    {
        ChargebackPlan plan = Books.ByTeam with
        {
            Pools = [CostPool.StepDown("down", "platform", AllocationMethod.Even), CostPool.Fixed("licence", 1m, AllocationMethod.FixedShares(("platform", 1m)))],
        };

        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(() => _books.ShowAsync(plan));

        Assert.Contains("'licence' gives to 'platform'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_receivers_of_a_pool_bear_it()
    {
        await _books.AddAsync(Books.Call(10m, "a"), Books.Call(10m, "b"));

        ChargebackRun run = await _books.ShowAsync(Books.ByTeam with { Pools = [CostPool.Fixed("judges", 4m, AllocationMethod.Even) with { Receivers = ["b", "new"] }] });

        Assert.Equal([("a", 10m), ("b", 12m), ("new", 2m)], run.Statements.Select(static statement => (statement.CostCentre, statement.Total)));
    }
}
