using TokenFinOps.Caching.Acceptance;

namespace TokenFinOps.Tests.Caching.Acceptance;

/// <summary>Candidates, and questions whose answers are right with a known chance.</summary>
internal static class Candidates
{
    public static CacheCandidate At(float similarity, int entry = 1, string partition = "p") =>
        new(partition, new Guid(entry, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), similarity) { LengthRatio = 1 };

    public static CacheObservation Seen(CacheCandidate candidate, bool correct, ObservationSource source = ObservationSource.Explored) => new(candidate, correct, source) { AuditShare = 1 };

    /// <summary>Asks so many questions of random similarity, each of an entry of its own, and lets the policy hear what it wants to know.</summary>
    /// <returns>How many were served, and how many of these wrongly.</returns>
    public static (int Hits, int FalseHits) Ask(ICacheAcceptancePolicy policy, int questions, int seed, Func<float, double> chance, int entries = int.MaxValue, string partition = "p")
    {
        var random = new Random(seed);
        (int hits, int wrong) = (0, 0);
        for (int question = 0; question < questions; question++)
        {
            float similarity = 0.7f + (0.3f * random.NextSingle());
            CacheCandidate candidate = At(similarity, random.Next(entries), partition);
            bool correct = random.NextDouble() < chance(similarity);
            AcceptanceDecision decision = policy.Decide(candidate);
            hits += decision.Serve ? 1 : 0;
            wrong += decision.Serve && !correct ? 1 : 0;
            if (decision.Audit)
            {
                policy.Observe(new CacheObservation(candidate, correct, decision.Serve ? ObservationSource.Audited : ObservationSource.Explored) { AuditShare = decision.AuditShare });
            }
        }

        return (hits, wrong);
    }
}
