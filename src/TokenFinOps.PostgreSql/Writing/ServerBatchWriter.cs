using Npgsql;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Writing;

/// <summary>Writes batches of entries to the server, each in one transaction.</summary>
/// <remarks>
/// <para>How a transaction goes:</para>
/// <list type="number">
/// <item><description>New keys, then the ids of the entries are inserted, each in the order of their ids. So every process takes its locks in one order, and no two wait for each other.</description></item>
/// <item><description>Of an id that is there already the entry is a duplicate. The others' rows are copied in.</description></item>
/// <item><description>Their sums are appended as rows of their own. Nobody updates a row that another writes; <see cref="Upkeep.SumFolder"/> adds them up later.</description></item>
/// </list>
/// <para>Not thread-safe; writers in other processes and other instances do not matter.</para>
/// </remarks>
internal sealed class ServerBatchWriter(LedgerDatabase database)
{
    private const int Attempts = 3;

    private readonly LedgerTables _tables = database.Tables;
    private readonly KeyRegistry _keys = new();
    private readonly MonthPartitions _partitions = new(database.Tables);
    private readonly EntryCopy _copy = new(database.Tables);

    /// <summary>Writes a batch.</summary>
    /// <exception cref="Exception">Nothing was written, or nobody knows. Writing it again counts once.</exception>
    public async Task WriteAsync(EntryBatch batch, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                batch.Restart();
                await WriteOnceAsync(batch, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException fault) when (attempt < Attempts && ServerFault.IsPassing(fault))
            {
                Forget();
            }
            catch (Exception fault)
            {
                Forget();
                if (ServerFault.IsLostSchema(fault))
                {
                    database.Forget();
                }

                throw;
            }
        }
    }

    // What was there before a fault may be gone after it: the server may have been restored from a backup.
    private void Forget()
    {
        _keys.Forget();
        _partitions.Forget();
    }

    private async Task WriteOnceAsync(EntryBatch batch, CancellationToken cancellationToken)
    {
        _keys.Trim();
        var draft = new BatchDraft(batch, _keys);
        NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await _partitions.EnsureAsync(connection, draft.Months, cancellationToken).ConfigureAwait(false);
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await TakeIdsAsync(connection, draft, cancellationToken).ConfigureAwait(false);
                Dictionary<(long Hour, Guid Key), Tally> sums = draft.Sum();
                if (sums.Count > 0)
                {
                    await _copy.WriteAsync(connection, draft.Rows, cancellationToken).ConfigureAwait(false);
                    await AppendAsync(connection, sums, cancellationToken).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        draft.MarkKeysStored();
    }

    private async Task TakeIdsAsync(NpgsqlConnection connection, BatchDraft draft, CancellationToken cancellationToken)
    {
        var commands = new NpgsqlBatch(connection);
        await using (commands.ConfigureAwait(false))
        {
            commands.Add(OutliveServer);
            commands.Add("SELECT pg_advisory_xact_lock_shared($1)", Value(_tables.WriteLock));
            if (draft.NewKeys.Count > 0)
            {
                KeyRows.AddTo(commands, _tables, draft.NewKeys);
            }

            commands.Add($"SELECT value FROM {_tables.Fact} WHERE name = 'entries_from'");
            commands.Add(
                $"""
                INSERT INTO {_tables.EntryId} (id)
                SELECT id FROM unnest($1::uuid[], $2::bigint[]) AS taken (id, hour)
                WHERE hour >= coalesce((SELECT value FROM {_tables.Fact} WHERE name = 'entries_from'), 0)
                ORDER BY id
                ON CONFLICT DO NOTHING
                RETURNING id
                """,
                Value(draft.Ids),
                Value(draft.Hours));
            NpgsqlDataReader reader = await commands.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await SettleAsync(reader, draft, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The commands that return nothing have no result of their own.
    private static async Task SettleAsync(NpgsqlDataReader reader, BatchDraft draft, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        long entriesFrom = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetInt64(0) : 0;
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        HashSet<Guid> taken = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            taken.Add(reader.GetGuid(0));
        }

        draft.Settle(taken, entriesFrom);
    }

    private async Task AppendAsync(NpgsqlConnection connection, Dictionary<(long Hour, Guid Key), Tally> sums, CancellationToken cancellationToken)
    {
        var writer = new ByteWriter();
        byte[] PackedOf(Tally sum)
        {
            writer.Clear();
            sum.Write(writer);
            return writer.Written.ToArray();
        }

        await connection.RunAsync(
            $"INSERT INTO {_tables.Delta} (hour, key, packed) SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])",
            cancellationToken,
            Value(sums.Keys.Select(static place => place.Hour).ToArray()),
            Value(sums.Keys.Select(static place => place.Key).ToArray()),
            Value(sums.Values.Select(PackedOf).ToArray())).ConfigureAwait(false);
    }
}
