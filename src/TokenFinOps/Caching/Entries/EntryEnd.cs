namespace TokenFinOps.Caching.Entries;

/// <summary>Why an entry is gone.</summary>
internal enum EntryEnd : byte
{
    /// <summary>It was wrong, outdated, or replaced: it must not come back.</summary>
    Dropped,

    /// <summary>Its time had come.</summary>
    Expired,

    /// <summary>There was no room for it in this process.</summary>
    Evicted,

    /// <summary>Another process dropped it.</summary>
    DroppedElsewhere,
}
