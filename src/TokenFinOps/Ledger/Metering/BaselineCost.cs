using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Pricing;

namespace TokenFinOps.Ledger.Metering;

/// <summary>What a request would have cost without the levers, attempt by attempt: the baselines of a request's entries add up to it.</summary>
/// <remarks>
/// The attempt that answers stands for the request: its own usage at the baseline's prices; of a cascade's members that is the first that succeeds, and what it stands for is
/// taken off an escalation. Other attempts that only a router makes (further members, judges, shadows, hedges) have a baseline of zero, so that they lower the savings; any
/// other failure would have happened without a router too and changes nothing. The usage is that of the prompt before it was shortened,
/// and calls that the compressor or the cache makes have a baseline of zero too.
/// </remarks>
/// <param name="Amount">The baseline cost, or <see langword="null"/> when it is unknown.</param>
/// <param name="Savings">What each lever saved, or <see langword="null"/> when none acted.</param>
/// <param name="Compression">What the compressor did, with what it saved.</param>
internal readonly record struct BaselineCost(decimal? Amount, LeverSavings? Savings, AttemptCompression? Compression)
{
    public static BaselineCost Of(Attempt attempt, in AttemptQuote quote, in BaselineUsage used, AttemptPricer pricer)
    {
        if (attempt.IsForCompressor)
        {
            return new BaselineCost(0, quote.Cost.Effective is { } spent ? new LeverSavings { Compressor = -spent } : null, null);
        }

        if (attempt.Cache?.IsOwnCall == true)
        {
            return new BaselineCost(0, quote.Cost.Effective is { } paid ? new LeverSavings { Cache = -paid } : null, null);
        }

        if (attempt.Plan is null && attempt.Compression is null)
        {
            return new BaselineCost(quote.Cost.Effective, null, null);
        }

        Usage opposite = used.Usage;
        decimal? difference = 0;
        if (attempt is { Compression: { } stage, Outcome: AttemptOutcome.Succeeded })
        {
            opposite = stage.Opposite(used.Usage);
            difference = Difference(attempt, quote, used, opposite, pricer);
        }

        bool isShortened = attempt.Compression?.Compression.Mode == CompressionMode.On;
        decimal? shortened = isShortened ? difference : 0;
        decimal? amount = AmountOf(attempt, quote, isShortened ? opposite : used.Usage, shortened, pricer);
        AttemptCompression? compression = attempt.Compression?.Compression;
        return new BaselineCost(amount, SavingsOf(quote, amount, shortened), compression is null ? null : compression with { Saved = isShortened ? difference : -difference });
    }

    private static decimal? AmountOf(Attempt attempt, in AttemptQuote quote, Usage usage, decimal? shortened, AttemptPricer pricer)
    {
        if (attempt.Plan is not { } plan)
        {
            return quote.Cost.Effective + shortened;
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

        if (ReferenceEquals(baseline, attempt.Deployment))
        {
            return quote.Cost.Effective + shortened - plan.BaselineCounted;
        }

        CostBreakdown? cost = pricer.PriceAt(baseline, plan.BaselineModel, attempt.StartedAt, usage);
        return cost?.Currency == quote.Cost.Currency ? cost.Effective - plan.BaselineCounted : null;
    }

    // What the provider said the call cost cannot be said of another usage; by the catalogue's prices both can.
    private static decimal? Difference(Attempt attempt, in AttemptQuote quote, in BaselineUsage used, in Usage opposite, AttemptPricer pricer)
    {
        if (opposite == used.Usage)
        {
            return 0;
        }

        decimal? actual = attempt.ReportedCost is null ? quote.Cost.Effective : pricer.PriceAt(attempt.Deployment, used.Model, attempt.StartedAt, used.Usage)?.Effective;
        CostBreakdown? other = attempt.ReportedCost is null
            ? pricer.Price(attempt, used.Model, used.Tier, opposite).Cost
            : pricer.PriceAt(attempt.Deployment, used.Model, attempt.StartedAt, opposite);
        return other?.Currency == quote.Cost.Currency ? other.Effective - actual : null;
    }

    private static LeverSavings? SavingsOf(in AttemptQuote quote, decimal? amount, decimal? shortened)
    {
        if (amount is not { } before || quote.Cost.Effective is not { } effective || shortened is not { } compressor)
        {
            return null;
        }

        decimal router = before - effective - compressor;
        return router == 0 && compressor == 0 ? null : new LeverSavings { Router = router, Compressor = compressor };
    }
}
