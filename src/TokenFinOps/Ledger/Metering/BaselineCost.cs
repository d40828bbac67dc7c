using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Finds what a request would have cost without the router, attempt by attempt: the baselines of a request's entries add up to it.</summary>
/// <remarks>
/// The attempt that answers stands for the request: its own usage at the baseline's prices; of a cascade's members that is the first that succeeds, and what it stands for is
/// taken off an escalation. Other attempts that only a router makes (further members, judges, shadows, hedges) have a baseline of zero, so that they lower the savings; any
/// other failure would have happened without a router too and changes nothing.
/// </remarks>
internal static class BaselineCost
{
    public static decimal? Of(Attempt attempt, in AttemptQuote quote, Usage usage, AttemptPricer pricer)
    {
        if (attempt.Plan is not { } plan)
        {
            return quote.Cost.Effective;
        }

        if (!plan.StandsForRequest || plan.IsSpare)
        {
            return 0;
        }

        if (attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.Cancelled)
        {
            return plan.Routing.Role == AttemptRole.CascadeMember ? 0 : quote.Cost.Effective;
        }

        if (plan.Claim?.Take() == false)
        {
            return 0;
        }

        if (plan.Baseline is not { } baseline)
        {
            return null;
        }

        CostBreakdown? cost = ReferenceEquals(baseline, attempt.Deployment) ? quote.Cost : pricer.PriceAt(baseline, plan.BaselineModel, attempt.StartedAt, usage);
        return cost?.Currency == quote.Cost.Currency ? cost.Effective - plan.BaselineCounted : null;
    }

    public static LeverSavings? SavingsOf(Attempt attempt, in AttemptQuote quote, decimal? baseline) =>
        attempt.Plan is null || baseline is not { } before || quote.Cost.Effective is not { } effective || before == effective
            ? null
            : new LeverSavings { Router = before - effective };
}
