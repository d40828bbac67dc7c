using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>What the shared model looks at.</summary>
internal static class CandidateFeatures
{
    public const int Count = 15;

    /// <summary>Writes the features of a candidate, the constant 1 first.</summary>
    public static void Write(in CacheCandidate candidate, OutcomeRecord? entry, OutcomeRecord? group, Span<double> features)
    {
        float similarity = candidate.Similarity;
        features[0] = 1;
        features[1] = similarity;

        // Near 1 a small step says much: the distance counts by its logarithm.
        features[2] = -Math.Log(1.005 - Math.Min(similarity, 1));
        features[3] = candidate.RunnerUp is { } runnerUp ? similarity - runnerUp : 0;
        features[4] = candidate.RunnerUp is null ? 0 : 1;
        features[5] = candidate.LengthRatio;
        features[6] = Math.Log(1 + Math.Max(0, candidate.Age.TotalHours));
        features[7] = candidate.Findings == GuardFindings.None ? 0 : 1;
        features[8] = entry?.Surprise ?? 0;
        features[9] = Math.Log(1 + (entry?.Count ?? 0));
        features[10] = entry is not null && similarity <= entry.HighestWrong ? 1 : 0;
        features[11] = group?.Surprise ?? 0;
        features[12] = candidate.Rival is { } rival ? similarity - rival : 0;
        features[13] = candidate.Rival is null ? 0 : 1;
        features[14] = Math.Log(1 + candidate.Agreeing);
    }
}
