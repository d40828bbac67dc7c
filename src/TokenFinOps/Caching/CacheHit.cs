namespace TokenFinOps.Caching;

/// <summary>Marks an answer that came from the semantic cache. Read it with <c>response.GetCacheHit()</c>.</summary>
/// <param name="HitId">The hit, for <see cref="SemanticCache.ReportWrongHit"/>: the request's id in the ledger.</param>
/// <param name="EntryId">The cache's entry whose answer was served.</param>
/// <param name="Similarity">The cosine of the question and the entry's, −1 to 1; 1 where they are the same word for word.</param>
/// <param name="Age">How long ago the answer was made.</param>
/// <param name="IsExact">Whether the questions are the same word for word.</param>
/// <param name="Reason">Why it was served, in words.</param>
public sealed record CacheHit(Guid HitId, Guid EntryId, float Similarity, TimeSpan Age, bool IsExact, string Reason)
{
    /// <summary>The key of the marker among the additional properties of responses and updates.</summary>
    public const string PropertyName = "tokenfinops.cache";
}
