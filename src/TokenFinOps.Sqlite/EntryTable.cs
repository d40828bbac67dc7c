using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Pricing;

namespace TokenFinOps.Sqlite;

/// <summary>Writes single entries. For the writing connection; not thread-safe.</summary>
internal sealed class EntryTable(SqliteConnection connection) : IDisposable
{
    public const string Insert =
        """
        INSERT INTO entry (id, at, key, request_id, run_id, parent_run_id, list_cost, effective_cost, baseline_cost, input_tokens, output_tokens, packed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
        """;

    private readonly SqliteStatement _insert = new(connection, Insert);

    /// <summary>Writes an entry.</summary>
    /// <param name="row">The entry, whose values have a number.</param>
    /// <param name="bytes">The bytes that the row refers to.</param>
    /// <returns><see langword="false"/> when the table has its id.</returns>
    public bool Add(in EntryRow row, ReadOnlySpan<byte> bytes)
    {
        LedgerEntry entry = row.Entry;
        _insert.Bind(1, entry.Id);
        _insert.Bind(2, entry.Timestamp.UtcTicks);
        _insert.Bind(3, row.Key!.Value);
        _insert.Bind(4, entry.RequestId);
        _insert.Bind(5, entry.RunId);
        _insert.Bind(6, entry.ParentRunId);
        _insert.BindDigits(7, bytes[row.List]);
        _insert.BindDigits(8, bytes[row.Effective]);
        _insert.BindDigits(9, bytes[row.Baseline]);
        _insert.Bind(10, TokensOf(entry.Usage, UsageKind.InputTokens));
        _insert.Bind(11, TokensOf(entry.Usage, UsageKind.OutputTokens));
        _insert.Bind(12, bytes[row.Packed]);
        return _insert.Run() > 0;
    }

    public void Dispose() => _insert.Dispose();

    // For people; the packed usage is what counts.
    private static long? TokensOf(in Usage usage, UsageKind kind) =>
        usage.Reports(kind) && usage[kind] is var tokens && tokens < long.MaxValue ? (long)tokens : null;
}
