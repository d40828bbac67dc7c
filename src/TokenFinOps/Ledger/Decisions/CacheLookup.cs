namespace TokenFinOps.Ledger.Decisions;

/// <summary>How a lookup in the semantic cache ended.</summary>
public enum CacheLookup : byte
{
    /// <summary>No answer could be served.</summary>
    Missed,

    /// <summary>The same question, word for word, had been answered.</summary>
    ExactHit,

    /// <summary>A question that means the same had been answered.</summary>
    SemanticHit,

    /// <summary>The entry is an attempt that the cache made for itself: to look at a hit that was served, or to embed a question.</summary>
    OwnCall,
}
