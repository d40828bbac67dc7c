using System.Collections.Immutable;

namespace TokenFinOps.Caching;

/// <summary>What the semantic cache has done since it was made. What hits saved, to the last digit, is in the ledger.</summary>
/// <remarks>A snapshot; immutable.</remarks>
public sealed record CacheStatistics
{
    /// <summary>Gets how many requests were looked up.</summary>
    public long Lookups { get; init; }

    /// <summary>Gets how many were answered because the same question, word for word, had been answered.</summary>
    public long ExactHits { get; init; }

    /// <summary>Gets how many were answered because a question that means the same had been answered.</summary>
    public long SemanticHits { get; init; }

    /// <summary>Gets how many hits were not served: in shadow mode.</summary>
    public long WatchedHits { get; init; }

    /// <summary>Gets the requests that were not looked up and the answers that were not kept, by reason; reasons that did not occur are left out.</summary>
    public ImmutableDictionary<CacheBypass, long> Bypassed { get; init; } = ImmutableDictionary<CacheBypass, long>.Empty;

    /// <summary>Gets how many entries are kept.</summary>
    public int Entries { get; init; }

    /// <summary>Gets how many bytes they take, vectors included.</summary>
    public long Bytes { get; init; }

    /// <summary>Gets how many entries gave way to others.</summary>
    public long Evicted { get; init; }

    /// <summary>Gets how many questions the embedder failed on, or was too slow for.</summary>
    public long EmbeddingFailures { get; init; }

    /// <summary>Gets how many questions were not embedded because hits save less than embeddings cost.</summary>
    public long NotWorthEmbedding { get; init; }

    /// <summary>Gets how many answers of the cache were compared with the model's.</summary>
    public long Audited { get; init; }

    /// <summary>Gets how many of those were wrong.</summary>
    public long AuditedWrong { get; init; }

    /// <summary>Gets how many audits did not take place because they had spent what they may, or too many ran.</summary>
    public long AuditsSkipped { get; init; }

    /// <summary>Gets what audits cost, in the currency of the bill, as far as it is known.</summary>
    public decimal AuditCost { get; init; }

    /// <summary>Gets how often the store failed, or was too slow to take an entry.</summary>
    public long StoreFailures { get; init; }

    /// <summary>Gets how many hits were reported as wrong.</summary>
    public long ReportedWrong { get; init; }

    /// <summary>Gets the share of lookups that were answered from the cache, 0 to 1; 0 when nothing was looked up.</summary>
    public double HitRate => Lookups == 0 ? 0 : (double)(ExactHits + SemanticHits) / Lookups;
}
