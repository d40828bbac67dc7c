namespace TokenFinOps.Caching.VectorIndex.Rotations;

/// <summary>What is kept of an entry beside its codes.</summary>
/// <param name="HeadTail">The norm outside the head, in steps, rounded up.</param>
/// <param name="MiddleTail">The norm outside head and middle, in steps, rounded up.</param>
/// <param name="IsOutlier">Whether the bounds do not hold for its codes, so that it must always be looked at.</param>
internal readonly record struct EntryCode(byte HeadTail, byte MiddleTail, bool IsOutlier);
