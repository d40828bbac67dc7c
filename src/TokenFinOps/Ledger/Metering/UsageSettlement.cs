using TokenFinOps.Pricing;
using TokenFinOps.Tokens;

namespace TokenFinOps.Ledger.Metering;

/// <summary>Settles what a finished attempt used: as reported, else estimated, else unknown. Never throws.</summary>
internal sealed class UsageSettlement(ITokenCounter? tokens, Action<Exception> failed)
{
    private readonly UsageEstimator? _estimator = tokens is null ? null : new UsageEstimator(tokens);

    public (Usage Usage, UsageOrigin Origin) Settle(Attempt attempt, string model)
    {
        Usage reported = attempt.ReportedUsage();
        if (attempt.Outcome == AttemptOutcome.Succeeded && !reported.IsEmpty)
        {
            return (reported, UsageOrigin.Reported);
        }

        try
        {
            return Complete(attempt, reported, model);
        }
        catch (Exception exception)
        {
            failed(exception);
            return (reported, UsageOrigin.Unknown);
        }
    }

    private (Usage Usage, UsageOrigin Origin) Complete(Attempt attempt, Usage reported, string model)
    {
        MeteringOptions options = attempt.Deployment.Options;
        if (attempt.Outcome == AttemptOutcome.Failed && reported.IsEmpty && attempt.Delivered.Count == 0 && IsUnbilled(attempt.Error, options))
        {
            attempt.Notes |= MeteringNotes.NotBilled;
            return (Usage.Of(input: 0, output: 0), UsageOrigin.Estimated);
        }

        if (_estimator is null || !options.EstimateMissingUsage || attempt.IsPending)
        {
            return (reported, reported.IsEmpty ? UsageOrigin.Unknown : UsageOrigin.Reported);
        }

        return (_estimator.Estimate(attempt, reported, model), UsageOrigin.Estimated);
    }

    private static bool IsUnbilled(Exception? error, MeteringOptions options) =>
        error is not null && (options.IsUnbilledFailure?.Invoke(error) ?? ProviderFailure.IsUnbilled(error));
}
