using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace TokenFinOps.PostgreSql.Database;

/// <summary>The names of a ledger's tables and locks in one schema, ready for use in SQL.</summary>
/// <remarks>Immutable and thread-safe. The schema's name was checked with the options.</remarks>
internal sealed class LedgerTables(string schema)
{
    /// <summary>Gets the numbers of the ledger itself: the version of the schema, the first hour whose entries are kept.</summary>
    public string Fact { get; } = $"\"{schema}\".fact";

    /// <summary>Gets the values by which entries are told apart in the sums.</summary>
    public string Key { get; } = $"\"{schema}\".ledger_key";

    /// <summary>Gets the entries, by month.</summary>
    public string Entry { get; } = $"\"{schema}\".entry";

    /// <summary>Gets the ids of all entries: not by month, so that one id counts once whatever its time.</summary>
    public string EntryId { get; } = $"\"{schema}\".entry_id";

    /// <summary>Gets the numbers in which entries are ordered.</summary>
    public string EntrySequence { get; } = $"\"{schema}\".entry_seq";

    /// <summary>Gets the sums of an hour, a day or a month.</summary>
    public string Rollup { get; } = $"\"{schema}\".rollup";

    /// <summary>Gets the sums of single batches that are not in <see cref="Rollup"/> yet.</summary>
    public string Delta { get; } = $"\"{schema}\".rollup_delta";

    /// <summary>Gets the days that have sums in <see cref="Rollup"/>, and whether as a day.</summary>
    public string Day { get; } = $"\"{schema}\".day";

    /// <summary>Gets the closed periods, as they were posted.</summary>
    public string ClosedPeriod { get; } = $"\"{schema}\".closed_period";

    public string Schema { get; } = $"\"{schema}\"";

    public string SchemaName { get; } = schema;

    /// <summary>Gets what tells apart who changes the schema and its partitions.</summary>
    public long SchemaLock { get; } = LockOf(schema, "schema");

    /// <summary>Gets the lock of the one who folds sums.</summary>
    public long FoldLock { get; } = LockOf(schema, "fold");

    /// <summary>Gets the lock of the one who removes old entries.</summary>
    public long RetentionLock { get; } = LockOf(schema, "retention");

    /// <summary>Gets the lock that writers share, and that nobody else holds while the first kept hour moves.</summary>
    public long WriteLock { get; } = LockOf(schema, "write");

    /// <summary>Gets the table of a month's entries, counted from month 0 of year 0.</summary>
    public string PartitionOf(long month) => $"{Schema}.{PartitionName(month)}";

    public static string PartitionName(long month) => $"entry_{month / 12:0000}_{(month % 12) + 1:00}";

    /// <summary>Reads the month from what <see cref="PartitionName"/> gave.</summary>
    public static long MonthOf(string partition) => (long.Parse(partition.AsSpan(6, 4)) * 12) + long.Parse(partition.AsSpan(11, 2)) - 1;

    private static long LockOf(string schema, string purpose) =>
        BinaryPrimitives.ReadInt64BigEndian(XxHash3.Hash(Encoding.UTF8.GetBytes($"TokenFinOps/{schema}/{purpose}")));
}
