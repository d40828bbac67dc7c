using TokenFinOps.Attribution;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Routing.Execution;

/// <summary>Ties what a judge calls to the request that it judges, and sums what that costs. Thread-safe.</summary>
internal sealed class JudgePlan : AttemptPlan
{
    private readonly Lock _gate = new();
    private readonly JudgePlan? _whole;
    private decimal _cost;

    public JudgePlan(Guid requestId, RequestStage? around)
        : base(requestId, new AttemptRouting(null, AttemptRole.Judge), null, null, around) => StandsForRequest = false;

    /// <summary>Initializes the plan of one attempt, where the judge's own calls are routed.</summary>
    public JudgePlan(JudgePlan whole, string tier, string? reason, RequestStage? around)
        : base(whole.RequestId, new AttemptRouting(tier, AttemptRole.Judge, reason), null, null, around) => (StandsForRequest, _whole) = (false, whole);

    /// <summary>Gets what was paid so far, in US dollars.</summary>
    public decimal Cost
    {
        get
        {
            lock (_gate)
            {
                return _cost;
            }
        }
    }

    public override void Tell(LedgerEntry entry)
    {
        lock (_gate)
        {
            _cost += entry.Cost.Effective ?? 0;
        }

        _whole?.Tell(entry);
        base.Tell(entry);
    }
}
