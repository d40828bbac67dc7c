using TokenFinOps.Evaluation.Replay;
using TokenFinOps.Evaluation.Traces;
using TokenFinOps.Pricing;

namespace TokenFinOps.Tests.Evaluation;

public sealed class PipelineReplayTests
{
    private static readonly RateCard Card = new ReplayPlan(null, [2.50m, 0.25m, 10m]).ToCard();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 8)]
    [InlineData(3, 64)]
    public async Task Whatever_the_order_and_the_number_of_callers_the_ledger_has_the_exact_sums(int seed, int callers)
    {
        var random = new Random(seed);
        TraceCall[] calls = [.. Enumerable.Range(0, 500).Select(_ => RandomCall(random))];
        await using var baseline = new PricingOnly(Card);

        Assert.Equal(await ReplayAsync(calls, baseline, 1, seed), await ReplayAsync(calls, callers, seed));
    }

    [Fact]
    public async Task A_call_lands_in_its_own_hour_and_under_its_own_client()
    {
        DateTimeOffset hour = new(1999, 12, 31, 23, 0, 0, TimeSpan.Zero);
        ReplayTotals totals = await ReplayAsync(
            [
                new TraceCall(hour.AddMinutes(1), 10, 1) { Client = "a" },
                new TraceCall(hour.AddMinutes(59), 10, 1) { Client = "b" },
                new TraceCall(hour.AddYears(27), 10, 1) { Client = "a" },
                new TraceCall(hour.AddYears(27), 10, 1),
            ]);

        Assert.Equal((2, 2, 4), (totals.Clients, totals.Hours, totals.Entries));
    }

    [Fact]
    public async Task A_row_for_many_calls_is_one_entry_that_counts_them_all()
    {
        TraceCall many = new(DateTimeOffset.UnixEpoch, 4_000, 900) { Requests = 12, Client = "a", Model = "m", Reasoning = 400 };

        ReplayTotals totals = await ReplayAsync([many, many with { Requests = 1 }]);

        Assert.Equal((2, 13m, 8_000m, 1_800m, 800m), (totals.Entries, totals.Requests, totals.Input, totals.Output, totals.Reasoning));
        Assert.Equal(0.038m, totals.Cost);
    }

    [Fact]
    public async Task A_cost_that_lacks_a_price_is_unknown()
    {
        await using var target = new PipelineReplay(new RateCard(new Rate(UsageKind.OutputTokens, 10m)), PipelineReplay.InMemory);

        ReplayTotals totals = await ReplayAsync([new TraceCall(DateTimeOffset.UnixEpoch, 10, 1)], target, 1, 1);

        Assert.Null(totals.Cost);
        Assert.Equal(10, totals.Input);
    }

    private static TraceCall RandomCall(Random random)
    {
        var call = new TraceCall(DateTimeOffset.UnixEpoch.AddMinutes(random.Next(10_000)), random.Next(100_000), random.Next(5_000));
        return call with
        {
            CachedInput = random.Next(2) * random.NextInt64(call.Input + 1),
            Reasoning = random.Next(2) * random.NextInt64(call.Output + 1),
            Requests = random.Next(10) == 0 ? random.Next(2, 50) : 1,
            Client = random.Next(3) == 0 ? null : $"client-{random.Next(20)}",
        };
    }

    private static async Task<ReplayTotals> ReplayAsync(TraceCall[] calls, int callers = 2, int seed = 1)
    {
        await using var target = new PipelineReplay(Card, PipelineReplay.InMemory);
        return await ReplayAsync(calls, target, callers, seed);
    }

    private static async Task<ReplayTotals> ReplayAsync(TraceCall[] calls, IReplayTarget target, int callers, int seed)
    {
        await new Replayer(callers, seed).RunAsync(calls, target, TestContext.Current.CancellationToken);
        return await target.TotalsAsync(TestContext.Current.CancellationToken);
    }
}
