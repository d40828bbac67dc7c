using TokenFinOps.Ledger;
using TokenFinOps.Ledger.InMemory;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Pricing;
using TokenFinOps.Reporting.Kpis;
using TokenFinOps.Tests.Ledger;

namespace TokenFinOps.Tests.Reporting.Kpis;

public sealed class LedgerKpisTests
{
    private readonly InMemoryCostLedger _ledger = new();

    [Fact]
    public async Task A_ledger_answers_its_kpis()
    {
        await _ledger.AppendAllAsync(
            EntryBuilder.Attempt(4m, null, ("team", "a")) with { RunId = "agent", Usage = Usage.Of(input: 1_000, cached: 250, output: 200, reasoning: 50) },
            EntryBuilder.Attempt(2m, null, ("team", "a")) with { RunId = "agent", Outcome = AttemptOutcome.Failed, Usage = Usage.Of(input: 1_000) },
            EntryBuilder.Attempt(3m) with { RunId = "single", Cost = EntryBuilder.Priced(6m, 3m), Usage = Usage.None },
            EntryBuilder.Attempt(100m) with { Cost = EntryBuilder.Priced(100m, currency: "EUR") });

        KpiReport kpis = await AskAsync("team");

        Assert.Equal((9m, 3), (kpis.Cost, kpis.Calls));
        Assert.Equal((3m, 4.5m, 4.5m, 3m), (kpis.CostPerCall, kpis.CostPerInference, kpis.CostPerThought, kpis.CostPerAgentCycle));
        Assert.Equal((0.125m, 0.25m), (kpis.CacheHitRate, kpis.ReasoningRatio));
        Assert.Equal((1m / 3m, 2m / 9m, 0.25m), (kpis.ErrorRate, kpis.FailedCostShare, kpis.EffectiveSavingsRate));
        Assert.Equal(600m / 9m, kpis.TagCompliance);
    }

    [Fact]
    public async Task What_the_ledger_no_longer_has_is_unknown()
    {
        var small = new InMemoryCostLedger(new InMemoryCostLedgerOptions { RecentEntries = 1 });
        await small.AppendAllAsync(EntryBuilder.Attempt() with { RunId = "r" }, EntryBuilder.Attempt() with { RunId = "r" });

        KpiReport kpis = await small.KpisAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(kpis.CostPerThought);
        Assert.Null(kpis.TagCompliance);
        Assert.Equal(0.01m, kpis.CostPerCall);
    }

    [Fact]
    public async Task Calls_without_a_price_are_said()
    {
        await _ledger.AppendAllAsync(EntryBuilder.Unpriced(), EntryBuilder.Attempt(1m));

        Assert.Equal(0.5m, (await AskAsync()).PricedShare);
        Assert.Null((await _ledger.KpisAsync(LedgerFilter.All.Where("team", "nobody"), cancellationToken: TestContext.Current.CancellationToken)).CostPerCall);
    }

    private Task<KpiReport> AskAsync(params string[] tags) => _ledger.KpisAsync(requiredTags: tags, cancellationToken: TestContext.Current.CancellationToken);
}
