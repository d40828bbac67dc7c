namespace TokenFinOps.Caching.Acceptance;

/// <summary>How it is known whether an entry's answer was right.</summary>
public enum ObservationSource : byte
{
    /// <summary>The entry was not served; its answer was compared with the one that the model gave.</summary>
    Explored,

    /// <summary>The entry was served; the model was asked as well, and the answers were compared.</summary>
    Audited,

    /// <summary>The entry was served, and somebody said that the answer was wrong.</summary>
    Reported,
}
