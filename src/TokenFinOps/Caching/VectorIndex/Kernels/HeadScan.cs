namespace TokenFinOps.Caching.VectorIndex.Kernels;

/// <summary>
/// What a scan of the heads of a chunk compares: for every entry, the product of its head's codes with <see cref="Weights"/>, plus its
/// tail times <see cref="TailWeight"/>, against <see cref="Least"/>. All of it in whole numbers, so that every width agrees.
/// </summary>
internal readonly ref struct HeadScan
{
    /// <summary>How many entries lie in a block.</summary>
    public const int Block = 64;

    /// <summary>How many codes of an entry lie side by side.</summary>
    public const int Group = 4;

    /// <summary>Gets the codes, block by block; in a block group by group; in a group entry by entry.</summary>
    public required ReadOnlySpan<byte> Codes { get; init; }

    /// <summary>Gets the tails, one an entry.</summary>
    public required ReadOnlySpan<byte> Tails { get; init; }

    /// <summary>Gets the query's weights, four in a number, in the order of the codes.</summary>
    public required ReadOnlySpan<int> Weights { get; init; }

    /// <summary>Gets by what a tail is multiplied.</summary>
    public required int TailWeight { get; init; }

    /// <summary>Gets the least sum with which an entry goes on.</summary>
    public required int Least { get; init; }
}
