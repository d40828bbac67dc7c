using Microsoft.Data.Sqlite;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;
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
    private readonly ByteWriter _writer = new();

    /// <summary>Writes an entry.</summary>
    /// <returns><see langword="false"/> when the table has its id.</returns>
    public bool Add(LedgerEntry entry, long key)
    {
        _writer.Clear();
        EntryCodec.Write(entry, _writer);
        _insert.Bind(1, entry.Id);
        _insert.Bind(2, entry.Timestamp.UtcTicks);
        _insert.Bind(3, key);
        _insert.Bind(4, entry.RequestId);
        _insert.Bind(5, entry.RunId);
        _insert.Bind(6, entry.ParentRunId);
        _insert.Bind(7, entry.Cost.List);
        _insert.Bind(8, entry.Cost.Effective);
        _insert.Bind(9, entry.BaselineCost);
        _insert.Bind(10, TokensOf(entry.Usage, UsageKind.InputTokens));
        _insert.Bind(11, TokensOf(entry.Usage, UsageKind.OutputTokens));
        _insert.Bind(12, _writer.Written);
        return _insert.Run() > 0;
    }

    public void Dispose() => _insert.Dispose();

    // For people; the packed usage is what counts.
    private static long? TokensOf(in Usage usage, UsageKind kind) =>
        usage.Reports(kind) && usage[kind] is var tokens && tokens < long.MaxValue ? (long)tokens : null;
}
