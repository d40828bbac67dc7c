namespace TokenFinOps.Ledger.Storage;

/// <summary>An entry that waits to be written, or, without an entry, a mark: everything before it is written.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Written">Who waits for it.</param>
internal readonly record struct PendingEntry(LedgerEntry? Entry, TaskCompletionSource? Written);
