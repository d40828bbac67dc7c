namespace TokenFinOps.Ledger.Storage;

/// <summary>Neighbouring periods that are read alike.</summary>
/// <param name="Level">The length of the periods; <see langword="null"/> stands for hours whose single entries are read.</param>
/// <param name="From">The first period.</param>
/// <param name="To">The first period that is no longer meant.</param>
internal readonly record struct RollupRange(RollupLevel? Level, long From, long To);
