using TokenFinOps.Caching.Acceptance;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>Makes candidates as the cache makes them.</summary>
internal static class CacheCandidates
{
    private const string Partition = "evaluation";

    public static CacheCandidate Of(int entry, string stored, string asked, float similarity, float? runnerUp, GuardFindings findings) =>
        new(Partition, new Guid(entry, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), Math.Min(similarity, 1))
        {
            RunnerUp = runnerUp,
            Findings = findings,
            LengthRatio = Math.Max(stored.Length, asked.Length) == 0 ? 1 : (double)Math.Min(stored.Length, asked.Length) / Math.Max(stored.Length, asked.Length),
        };
}
