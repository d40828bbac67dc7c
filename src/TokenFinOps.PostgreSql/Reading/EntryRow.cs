using Npgsql;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Reading;

/// <summary>A stored entry as it was read.</summary>
internal readonly record struct EntryRow(long Sequence, Guid Key, EntryColumns Columns, byte[] Details)
{
    /// <summary>The columns, of the table <c>e</c>, in the order in which <see cref="From"/> reads them.</summary>
    public const string Select =
        "e.seq, e.at, e.at_rest, e.id, e.key, e.request_id, e.run_id, e.parent_run_id, e.list_cost, e.effective_cost, e.baseline_cost, e.details";

    public static EntryRow From(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetGuid(4),
        new EntryColumns
        {
            Ticks = ServerTime.TicksOf(reader.GetFieldValue<long>(1), reader.GetInt16(2)),
            Id = reader.GetGuid(3),
            RequestId = reader.GetGuid(5),
            RunId = TextAt(reader, 6),
            ParentRunId = TextAt(reader, 7),
            ListCost = AmountAt(reader, 8),
            EffectiveCost = AmountAt(reader, 9),
            BaselineCost = AmountAt(reader, 10),
        },
        reader.GetFieldValue<byte[]>(11));

    /// <summary>Puts the entry together, if it is one of those asked for.</summary>
    public LedgerEntry? ToEntry(KeyStore.Lookup keys, LedgerFilter filter)
    {
        RollupKey key = keys[Key];
        foreach (LedgerCondition condition in filter.Conditions)
        {
            if (!condition.Dimension.IsPerRequest && !condition.Matches(key.ValueOf(condition.Dimension)))
            {
                return null;
            }
        }

        LedgerEntry entry = EntryCodec.Read(Columns, key, Details);
        return filter.Matches(entry) ? entry : null;
    }

    private static string? TextAt(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : ServerText.Unescape(reader.GetString(column));

    private static decimal? AmountAt(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);
}
