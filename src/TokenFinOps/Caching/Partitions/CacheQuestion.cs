using TokenFinOps.Attribution;

namespace TokenFinOps.Caching.Partitions;

/// <summary>What a request asks, and who shares answers with it.</summary>
/// <param name="Partition">The key of everything that must be equal: a SHA-256 in hexadecimal.</param>
/// <param name="PartitionId">The first half of that key.</param>
/// <param name="ExactKey">The key of the partition and the question together.</param>
/// <param name="Text">The question as written, blanks aside.</param>
/// <param name="Owner">The tags that are part of the partition.</param>
internal sealed record CacheQuestion(string Partition, UInt128 PartitionId, UInt128 ExactKey, string Text, TagSet Owner)
{
    /// <summary>Gets what is compared by meaning.</summary>
    public ComparedText Compared { get; init; } = new(Text);
}
