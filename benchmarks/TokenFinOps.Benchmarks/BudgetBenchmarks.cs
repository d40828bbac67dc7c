using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using TokenFinOps.Attribution;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Pricing;
using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Tokens;

namespace TokenFinOps.Benchmarks;

/// <summary>
/// What it takes to reserve a call in three budgets that cover it and to settle it: found by application, team and customer, in money. Beside it the three limiters of
/// .NET's own rate limiting chained, which count permits: no money, no windows, no settlement at another amount.
/// </summary>
[MemoryDiagnoser]
public class BudgetBenchmarks
{
    private const int Calls = 100_000;

    private BudgetGate _gate = null!;
    private WorstCaseEstimator _worstCases = null!;
    private Attempt _attempt = null!;
    private LedgerEntry _entry = null!;
    private PartitionedRateLimiter<TagSet> _limiter = null!;

    [GlobalSetup]
    public void Setup()
    {
        var options = new BudgetOptions();
        options.Budgets.Add(Budget.ForApplication().Monthly(1e15m));
        options.Budgets.Add(Budget.For("team", "support").Daily(1e15m));
        options.Budgets.Add(Budget.ForEach("customer").Monthly(1e15m));
        var store = new InMemoryBudgetStore(TimeProvider.System);
        var monitor = new BudgetMonitor(new BudgetEventPump([], NullLogger.Instance), TimeProvider.System, NullLogger.Instance);
        _worstCases = new WorstCaseEstimator(new PriceCatalogueStore(PriceCatalogue.Shipped), new TokenCounter());
        _gate = new BudgetGate(
            new BudgetBook(options, store, monitor, TimeProvider.System), store, options, _worstCases, monitor, TimeProvider.System, NullLogger.Instance);
        TagSet tags = TagSet.Of(("team", "support"), ("feature", "chat"), ("customer", "acme"));
        var deployment = new MeteredDeployment(new MeteringOptions(), "chat", "openai", null, "gpt-5-mini", mayBeSum: false);
        _attempt = new Attempt(deployment, new FinOpsRequest(tags, null, null, false), DateTimeOffset.UtcNow, 0, new ChatOptions { MaxOutputTokens = 500 })
        {
            Sent = new ChatMessage[] { new(ChatRole.User, "What is the capital of France?") },
        };
        _worstCases.Estimate(_attempt);
        _entry = new LedgerEntry
        {
            Id = Guid.NewGuid(),
            RequestId = Guid.NewGuid(),
            Timestamp = DateTimeOffset.UtcNow,
            Model = "gpt-5-mini",
            Cost = CostBreakdown.ProviderReported(0.00031m),
            Usage = Usage.Of(input: 14, output: 120),
            Tags = tags,
        };
        _limiter = PartitionedRateLimiter.CreateChained(Limiter(static _ => string.Empty), Limiter(static tags => tags["team"]), Limiter(static tags => tags["customer"]));
    }

    [GlobalCleanup]
    public void Cleanup() => _limiter.Dispose();

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task ReserveAndSettle() => CallAsync();

    /// <summary>Two threads on the same three accounts. The time is that by which another call is done; each takes twice as long and waits for the other in it.</summary>
    [Benchmark(OperationsPerInvoke = 2 * Calls)]
    public Task ReserveAndSettleOnTwoThreads() => Task.WhenAll(Task.Run(CallAsync), Task.Run(CallAsync));

    [Benchmark(OperationsPerInvoke = Calls, Baseline = true)]
    public void ChainedRateLimiters()
    {
        for (int i = 0; i < Calls; i++)
        {
            Limit();
        }
    }

    [Benchmark(OperationsPerInvoke = 2 * Calls)]
    public Task ChainedRateLimitersOnTwoThreads() => Task.WhenAll(Task.Run(ChainedRateLimiters), Task.Run(ChainedRateLimiters));

    /// <summary>What comes before: counting the prompt, which is remembered, and pricing the worst case.</summary>
    [Benchmark]
    public object WorstCase()
    {
        _attempt.WorstCase = null;
        return _worstCases.Estimate(_attempt);
    }

    private async Task CallAsync()
    {
        for (int i = 0; i < Calls; i++)
        {
            IAttemptPass? pass = await _gate.EnterAsync(_attempt, CancellationToken.None);
            await pass!.SettleAsync(_entry);
        }
    }

    private void Limit()
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(_attempt.Tags);
        if (!lease.IsAcquired)
        {
            throw new InvalidOperationException("The limiter should have room.");
        }
    }

    private static PartitionedRateLimiter<TagSet> Limiter(Func<TagSet, string> partition) => PartitionedRateLimiter.Create<TagSet, string>(
        tags => RateLimitPartition.GetConcurrencyLimiter(partition(tags), static _ => new ConcurrencyLimiterOptions { PermitLimit = 1_000, QueueLimit = 0 }));
}
