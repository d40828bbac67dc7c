namespace TokenFinOps.Ledger.Storage;

/// <summary>Finds the sum of an entry without making a key for it.</summary>
internal sealed class RollupKeyComparer : IEqualityComparer<RollupKey>, IAlternateEqualityComparer<LedgerEntry, RollupKey>
{
    public static RollupKeyComparer Instance { get; } = new();

    public bool Equals(RollupKey? x, RollupKey? y) => ReferenceEquals(x, y);

    public int GetHashCode(RollupKey obj) => obj.Hash;

    public bool Equals(LedgerEntry alternate, RollupKey other) => other.IsOf(alternate);

    public int GetHashCode(LedgerEntry alternate) => RollupKey.HashOf(alternate);

    public RollupKey Create(LedgerEntry alternate) => new(alternate);
}
