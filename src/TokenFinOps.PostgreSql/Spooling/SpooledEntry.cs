using TokenFinOps.Ledger;

namespace TokenFinOps.PostgreSql.Spooling;

/// <summary>An entry on the local disk.</summary>
internal readonly record struct SpooledEntry(long Sequence, LedgerEntry Entry);
