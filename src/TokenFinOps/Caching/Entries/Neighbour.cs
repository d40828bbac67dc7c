namespace TokenFinOps.Caching.Entries;

/// <summary>An entry and how near its question is.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Similarity">The cosine of both questions.</param>
internal readonly record struct Neighbour(CacheEntry Entry, float Similarity);
