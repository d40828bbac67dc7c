using CsCheck;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Allocation;

namespace TokenFinOps.Tests.Reporting.Allocation;

public sealed class CostAllocatorTests
{
    [Fact]
    public void Acme_divides_its_platform_by_what_each_department_spends()
    {
        PoolAllocation allocation = CostAllocator.Allocate(
            "platform", 200_000m, AllocationMethod.Proportional,
            [Spending("Finance", 225_000m), Spending("Logistics", 225_000m), Spending("Commercial", 300_000m), Spending("Marketing", 450_000m)]);

        Assert.Equal(
            [("Commercial", 50_000m), ("Finance", 37_500m), ("Logistics", 37_500m), ("Marketing", 75_000m)],
            allocation.Shares.Select(static share => (share.CostCentre, share.Amount)));
        Assert.Equal(0.375m, allocation.Shares[^1].Ratio);
    }

    [Fact]
    public void An_even_division_gives_the_odd_cent_to_the_first_by_name_in_whatever_order_they_are_given()
    {
        PoolAllocation allocation = CostAllocator.Allocate("licence", 100m, AllocationMethod.Even, [new("b"), new("c"), new("a")]);

        Assert.Equal([("a", 33.34m), ("b", 33.33m), ("c", 33.33m)], allocation.Shares.Select(static share => (share.CostCentre, share.Amount)));
    }

    [Fact]
    public void Fixed_shares_are_borne_by_those_they_name_used_or_not()
    {
        PoolAllocation allocation = CostAllocator.Allocate("licence", 10m, AllocationMethod.FixedShares(("a", 0.7m), ("b", 0.3m)), [Spending("c", 5m)]);

        Assert.Equal([("a", 7m), ("b", 3m)], allocation.Shares.Select(static share => (share.CostCentre, share.Amount)));
    }

    [Fact]
    public void Fixed_shares_that_are_not_exactly_one_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(static () => AllocationMethod.FixedShares(("a", 0.33m), ("b", 0.33m), ("c", 0.33m)));

        Assert.Contains("0.99", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => AllocationMethod.FixedShares(("a", 0.5m), ("a", 0.5m)));
        Assert.Throws<ArgumentException>(static () => AllocationMethod.FixedShares(("a", 1.5m), ("b", -0.5m)));
    }

    [Fact]
    public void Weighted_tokens_count_every_token_once()
    {
        var method = AllocationMethod.WeightedTokens((UsageKind.OutputTokens, 1m), (UsageKind.InputTokens, 0.25m), (UsageKind.CacheReadTokens, 0m));

        PoolAllocation allocation = CostAllocator.Allocate(
            "machines", 100m, method,
            [new("chat") { Usage = Usage.Of(input: 1_000, cached: 600, output: 100, reasoning: 40) }, new("batch") { Usage = Usage.Of(input: 400) }]);

        // 0.25 × 400 + 100 = 200 beside 0.25 × 400 = 100.
        Assert.Equal([("batch", 33.33m), ("chat", 66.67m)], allocation.Shares.Select(static share => (share.CostCentre, share.Amount)));
    }

    [Fact]
    public void Any_measure_can_be_the_base()
    {
        AllocationBase[] bases = [new("a") { Attempts = 3, Failed = 1, Duration = TimeSpan.FromSeconds(1) }, new("b") { Attempts = 1, Failed = 3, Duration = TimeSpan.FromSeconds(1) }];

        Assert.Equal([3m, 1m], AmountsBy(LedgerMeasure.Attempts));
        Assert.Equal([1m, 3m], AmountsBy(LedgerMeasure.Failed));
        Assert.Equal([2m, 2m], AmountsBy(LedgerMeasure.Duration));
        Assert.Throws<ArgumentOutOfRangeException>(() => AmountsBy(LedgerMeasure.DurationP95));

        IEnumerable<decimal> AmountsBy(LedgerMeasure measure) =>
            CostAllocator.Allocate("pool", 4m, AllocationMethod.By(measure), bases).Shares.Select(static share => share.Amount);
    }

    [Fact]
    public void So_can_be_any_usage_kind()
    {
        AllocationBase[] bases = [new("a") { Usage = new Usage((UsageKind.WebSearches, 3m)) }, new("b") { Usage = new Usage((UsageKind.WebSearches, 1m)) }];

        PoolAllocation allocation = CostAllocator.Allocate("searches", 4m, AllocationMethod.By(UsageKind.WebSearches), bases);

        Assert.Equal(("by web_searches", 3m, 1m), (allocation.Method, allocation.Shares[0].Amount, allocation.Shares[1].Amount));
    }

    [Fact]
    public void Where_nobody_has_weight_the_fallback_decides()
    {
        AllocationBase[] bases = [new("a"), Spending("b", -3m)];

        PoolAllocation kept = CostAllocator.Allocate("pool", 4m, AllocationMethod.Proportional, bases);
        PoolAllocation even = CostAllocator.Allocate("pool", 4m, AllocationMethod.Proportional, bases, fallback: ZeroWeightFallback.Even);

        Assert.Equal((4m, 0, true), (kept.Unallocated, kept.Shares.Length, kept.FellBack));
        Assert.Equal((0m, true), (even.Unallocated, even.FellBack));
        Assert.Equal([2m, 2m], even.Shares.Select(static share => share.Amount));
        Assert.Equal(4m, CostAllocator.Allocate("pool", 4m, AllocationMethod.Even, [], fallback: ZeroWeightFallback.Even).Unallocated);
    }

    [Fact]
    public void Every_cent_of_any_pool_is_somewhere() =>
        Gen.Select(
            Gen.Decimal[-1_000_000m, 1_000_000m], Gen.Decimal[-100m, 1_000m].Array[0, 12], Gen.Bool, Gen.OneOf(AllocationMethod.Even, AllocationMethod.Proportional), Gen.Int[0, 4])
        .Sample((drawn, costs, even, method, decimals) =>
        {
            decimal amount = decimal.Round(drawn, 9);
            AllocationBase[] bases = [.. costs.Select(static (cost, index) => Spending($"c{index}", decimal.Round(cost, 9)))];

            PoolAllocation allocation = CostAllocator.Allocate("pool", amount, method, bases, decimals, even ? ZeroWeightFallback.Even : ZeroWeightFallback.StayUnallocated);

            Assert.Equal(amount, allocation.Shares.Sum(static share => share.Amount) + allocation.Unallocated);
        });

    private static AllocationBase Spending(string costCentre, decimal cost) => new(costCentre) { EffectiveCost = cost };
}
