using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>What is known when an acceptance policy is asked whether the nearest entry's answer may be served.</summary>
/// <param name="Partition">The key of the partition that the question and the entry share.</param>
/// <param name="EntryId">The entry whose question is nearest.</param>
/// <param name="Similarity">The cosine of the two questions, −1 to 1.</param>
public readonly record struct CacheCandidate(string Partition, Guid EntryId, float Similarity)
{
    /// <summary>Gets the cosine of the nearest entry behind this one, or <see langword="null"/> when there is none near enough to be looked at.</summary>
    public float? RunnerUp { get; init; }

    /// <summary>
    /// Gets the cosine of the nearest other entry whose answer differs from this one's, or <see langword="null"/> when there is none among those looked at. Where answers are free text
    /// that is every other one; where they are classes, values or calls it says how near the question is to being answered otherwise.
    /// </summary>
    public float? Rival { get; init; }

    /// <summary>Gets how many of the other near entries have the same answer. The default is 0.</summary>
    public int Agreeing { get; init; }

    /// <summary>Gets in what the two questions differ, by their words. The default is <see cref="GuardFindings.None"/>.</summary>
    public GuardFindings Findings { get; init; }

    /// <summary>Gets the length of the shorter question in parts of the longer one, 0 to 1.</summary>
    public double LengthRatio { get; init; }

    /// <summary>Gets whose hits are counted together, e.g. a tenant or a use case, or <see langword="null"/> when that is the partition. A policy may keep figures and a gate for each.</summary>
    public string? Group { get; init; }

    /// <summary>Gets how long ago the entry's answer was made.</summary>
    public TimeSpan Age { get; init; }
}
