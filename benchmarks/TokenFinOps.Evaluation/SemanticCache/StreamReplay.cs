using TokenFinOps.Caching.Acceptance;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Asks a policy about every question of a stream, as the cache does, and tells it how what it wanted to be looked at turned out.</summary>
internal static class StreamReplay
{
    // Audits run in the background: their outcome is known some questions later.
    private const int Delay = 10;

    public static StreamOutcome Play(ICacheStream stream, ICacheAcceptancePolicy policy, ComponentCounts? counts = null)
    {
        var outcome = new StreamOutcome();
        var pending = new Queue<(int Due, CacheObservation Observation)>();
        while (stream.Next(policy.MinimumSimilarity) is { } request)
        {
            outcome.Requests++;
            while (pending.TryPeek(out (int Due, CacheObservation Observation) next) && next.Due <= outcome.Requests)
            {
                policy.Observe(pending.Dequeue().Observation);
            }

            AcceptanceDecision decision = request.Candidate is { } candidate ? policy.Decide(candidate) : default;
            outcome.Hits += decision.Serve ? 1 : 0;
            outcome.FalseHits += decision.Serve && !request.Correct ? 1 : 0;
            counts?.Add(request.Component, decision.Serve, request.Correct);
            if (decision.Audit)
            {
                outcome.Audits += decision.Serve ? 1 : 0;
                outcome.Explorations += decision.Serve ? 0 : 1;
                ObservationSource source = decision.Serve ? ObservationSource.Audited : ObservationSource.Explored;
                pending.Enqueue((outcome.Requests + Delay, new CacheObservation(request.Candidate!.Value, request.Correct, source) { AuditShare = decision.AuditShare }));
            }

            stream.Settle(decision.Serve);
        }

        return outcome;
    }
}
