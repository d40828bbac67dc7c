using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Writing;

/// <summary>A key as it is, or will be, in the database.</summary>
internal sealed class StoredKey(RollupKey values, byte[] packed)
{
    public Guid Id { get; } = RollupKeyCodec.IdOf(packed);

    public RollupKey Values { get; } = values;

    public byte[] Packed { get; } = packed;

    /// <summary>Gets or sets a value indicating whether a committed transaction wrote it.</summary>
    public bool IsStored { get; set; }
}
