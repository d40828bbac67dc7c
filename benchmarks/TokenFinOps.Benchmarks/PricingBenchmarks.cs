using BenchmarkDotNet.Attributes;
using TokenFinOps.Pricing;

namespace TokenFinOps.Benchmarks;

/// <summary>What it costs to price one call, once its rate card is chosen. The baseline is the same sum by hand, with no lattice, tiers or bill lines.</summary>
[MemoryDiagnoser]
public class PricingBenchmarks
{
    private static readonly RateCard Flat = new(new Rate(UsageKind.InputTokens, 2.5m), new Rate(UsageKind.OutputTokens, 10m));

    private static readonly RateCard Tiered = new(
        Tier(UsageKind.InputTokens, 4m),
        Tier(UsageKind.CacheReadTokens, 0.4m),
        Tier(UsageKind.CacheWriteTokens, 5m),
        Tier(UsageKind.InputAudioTokens, 32m),
        Tier(UsageKind.CacheAudioReadTokens, 0.4m),
        Tier(UsageKind.OutputTokens, 16m));

    private static readonly Usage TwoUnits = Usage.Of(input: 1_000, output: 500);

    private static readonly Usage ChatUsage = Usage.Of(input: 1_000, output: 500, cached: 400, reasoning: 200);

    private static readonly Usage SixUnits = new(
        (UsageKind.InputTokens, 300_000),
        (UsageKind.CacheReadTokens, 100_000),
        (UsageKind.CacheWriteTokens, 50_000),
        (UsageKind.InputAudioTokens, 2_000),
        (UsageKind.CacheAudioReadTokens, 1_000),
        (UsageKind.OutputTokens, 5_000));

    private decimal _input = 1_000m;
    private decimal _output = 500m;
    private decimal _inputPrice = 0.0000025m;
    private decimal _outputPrice = 0.00001m;

    [Benchmark(Baseline = true)]
    public decimal TwoUnitsByHand() => (_input * _inputPrice) + (_output * _outputPrice);

    [Benchmark]
    public CostBreakdown TwoUnitCall() => CostCalculator.Price(TwoUnits, Flat);

    [Benchmark]
    public CostBreakdown ChatCallWithCacheAndReasoning() => CostCalculator.Price(ChatUsage, Flat);

    [Benchmark]
    public CostBreakdown SixUnitCallWithTiers() => CostCalculator.Price(SixUnits, Tiered);

    private static Rate Tier(UsageKind kind, decimal amount) => new(kind, amount, null, new ContextTier(200_000, amount * 2), new ContextTier(1_000_000, amount * 3));
}
