using Npgsql;
using NpgsqlTypes;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using TokenFinOps.Pricing;

namespace TokenFinOps.PostgreSql.Writing;

/// <summary>Writes entries with COPY: the fastest way into PostgreSQL, and in the order they come in.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class EntryCopy(LedgerTables tables)
{
    private readonly string _sql =
        $"COPY {tables.Entry} (at, at_rest, id, key, request_id, run_id, parent_run_id, list_cost, effective_cost, baseline_cost, input_tokens, output_tokens, details) FROM STDIN (FORMAT BINARY)";

    private readonly ByteWriter _details = new();

    public async Task WriteAsync(NpgsqlConnection connection, IEnumerable<(LedgerEntry Entry, Guid Key)> rows, CancellationToken cancellationToken)
    {
        NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync(_sql, cancellationToken).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            foreach ((LedgerEntry entry, Guid key) in rows)
            {
                await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
                await WriteAsync(copy, entry, key, cancellationToken).ConfigureAwait(false);
            }

            await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(NpgsqlBinaryImporter copy, LedgerEntry entry, Guid key, CancellationToken cancellationToken)
    {
        long ticks = entry.Timestamp.UtcTicks;
        await copy.WriteAsync(ServerTime.MicrosecondsOf(ticks), NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(ServerTime.RestOf(ticks), NpgsqlDbType.Smallint, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(entry.Id, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(key, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
        await copy.WriteAsync(entry.RequestId, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
        await WriteAsync(copy, entry.RunId, cancellationToken).ConfigureAwait(false);
        await WriteAsync(copy, entry.ParentRunId, cancellationToken).ConfigureAwait(false);
        await WriteAsync(copy, entry.Cost.List, cancellationToken).ConfigureAwait(false);
        await WriteAsync(copy, entry.Cost.Effective, cancellationToken).ConfigureAwait(false);
        await WriteAsync(copy, entry.BaselineCost, cancellationToken).ConfigureAwait(false);
        await WriteAsync(copy, AmountOf(entry.Usage, UsageKind.InputTokens), cancellationToken).ConfigureAwait(false);
        await WriteAsync(copy, AmountOf(entry.Usage, UsageKind.OutputTokens), cancellationToken).ConfigureAwait(false);
        _details.Clear();
        EntryCodec.Write(entry, _details);
        await copy.WriteAsync(_details.Written.ToArray(), NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, decimal? amount, CancellationToken cancellationToken) =>
        amount is { } known ? copy.WriteAsync(known, NpgsqlDbType.Numeric, cancellationToken) : copy.WriteNullAsync(cancellationToken);

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken) =>
        text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(ServerText.Escape(text), NpgsqlDbType.Text, cancellationToken);

    private static decimal? AmountOf(Usage usage, UsageKind kind) => usage.Reports(kind) ? usage[kind] : null;
}
