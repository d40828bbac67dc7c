using System.Diagnostics;
using System.Globalization;
using TokenFinOps.Ledger.Decisions;

namespace TokenFinOps.Routing.Execution;

/// <summary>Writes a decision on the activity of the request: the outcome as tags, who could have answered and what was said as an event. Costs nothing when nobody listens.</summary>
internal static class RoutingActivity
{
    private const string Event = "tokenfinops.routing";

    public static void Write(Activity? activity, RoutingDecision decision, TimeProvider time)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.SetTag("tokenfinops.routing.deployment", decision.Chosen);
        activity.SetTag("tokenfinops.routing.tier", decision.Tier);
        activity.SetTag("tokenfinops.routing.decided_by", decision.DecidedBy);
        activity.SetTag("tokenfinops.routing.baseline", decision.Baseline);
        activity.SetTag("tokenfinops.routing.mode", decision.Mode.ToString());
        activity.AddEvent(new ActivityEvent(Event, time.GetUtcNow(), new ActivityTagsCollection
        {
            ["tokenfinops.routing.candidates"] = string.Join("; ", decision.Candidates.Select(Said)),
            ["tokenfinops.routing.remarks"] = string.Join("; ", decision.Remarks.Select(Said)),
        }));
    }

    // For example: nano-1 (nano) 0.00014 USD; frontier-1 (frontier) 0.014 USD, not in eu.
    private static string Said(RoutingCandidate candidate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.Deployment} ({candidate.Tier}) {candidate.EstimatedCost?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "unknown"} USD{(candidate.Excluded is { } reason ? ", " + reason : null)}");

    private static string Said(RoutingRemark remark) => string.Create(
        CultureInfo.InvariantCulture, $"{remark.Source}: {remark.Statement}{(remark.Score is { } score ? string.Create(CultureInfo.InvariantCulture, $" ({score:0.####})") : null)}");
}
