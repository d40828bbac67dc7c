using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.PostgreSql.Reading;

/// <summary>A stored sum as it was read.</summary>
internal readonly record struct SumRow(RollupLevel Level, long Period, Guid Key, byte[] Packed);
