using TokenFinOps.Ledger;

namespace TokenFinOps.Sqlite;

/// <summary>An entry of a group on its way into the table.</summary>
/// <param name="Index">Its place in the group.</param>
/// <param name="Entry">The entry.</param>
internal readonly record struct EntryRow(int Index, LedgerEntry Entry)
{
    /// <summary>Gets the number of its values, or <see langword="null"/> while it is not known.</summary>
    public long? Key { get; init; }

    /// <summary>Gets where its part has the packed bytes.</summary>
    public Range Packed { get; init; }

    /// <summary>Gets where its part has the digits of the list cost; empty when there is none.</summary>
    public Range List { get; init; }

    /// <summary>Gets where its part has the digits of the effective cost; empty when there is none.</summary>
    public Range Effective { get; init; }

    /// <summary>Gets where its part has the digits of the baseline cost; empty when there is none.</summary>
    public Range Baseline { get; init; }
}
