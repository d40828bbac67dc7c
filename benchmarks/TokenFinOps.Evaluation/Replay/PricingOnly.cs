using TokenFinOps.Evaluation.Traces;
using TokenFinOps.Pricing;

namespace TokenFinOps.Evaluation.Replay;

/// <summary>Prices the calls and keeps sums, with no pipeline and no ledger: the baseline that stores are compared with.</summary>
internal sealed class PricingOnly(RateCard card) : IReplayTarget
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _clients = [];
    private readonly HashSet<long> _hours = [];
    private long _entries;
    private Usage _usage;
    private decimal? _cost = 0m;

    public Task CallAsync(TraceCall call, bool streamed, CancellationToken cancellationToken)
    {
        Usage usage = call.ToUsage();
        CostBreakdown bill = CostCalculator.Price(usage, card);
        lock (_gate)
        {
            _entries++;
            _usage += usage;
            _cost += bill.Effective;
            _hours.Add(call.Timestamp.ToUnixTimeSeconds() / 3_600);
            if (call.Client is { } client)
            {
                _clients.Add(client);
            }
        }

        return Task.CompletedTask;
    }

    public Task<ReplayTotals> TotalsAsync(CancellationToken cancellationToken) => Task.FromResult(new ReplayTotals
    {
        Entries = _entries,
        Requests = _usage[UsageKind.Requests],
        Input = _usage.InputTokens,
        Output = _usage.OutputTokens,
        CachedInput = _usage[UsageKind.CacheReadTokens],
        Reasoning = _usage[UsageKind.OutputReasoningTokens],
        Clients = _clients.Count,
        Hours = _hours.Count,
        Cost = _cost,
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
