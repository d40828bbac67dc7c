namespace TokenFinOps.Caching.Guard;

/// <summary>When the alternatives of a field object.</summary>
internal enum FieldRule : byte
{
    /// <summary>Each text has one that the other lacks.</summary>
    Exclusive,

    /// <summary>The texts do not have the same.</summary>
    Equal,

    /// <summary>Both have some, and not the same.</summary>
    EqualIfBoth,
}
