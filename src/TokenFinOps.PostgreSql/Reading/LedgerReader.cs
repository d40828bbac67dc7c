using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Reading;

/// <summary>Answers questions and lists entries.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LedgerReader(LedgerDatabase database)
{
    private const int PageSize = 4_096;

    private readonly LedgerTables _tables = database.Tables;
    private readonly KeyStore _keys = new(database.Tables);

    public Task<LedgerReport> QueryAsync(LedgerQuery query, LedgerGaps gaps, CancellationToken cancellationToken) => OnServerAsync(
        async connection =>
        {
            NpgsqlTransaction snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            await using (snapshot.ConfigureAwait(false))
            {
                LedgerReport report = await new SnapshotReader(connection, _tables, query, _keys.NewLookup()).AnswerAsync(gaps, cancellationToken).ConfigureAwait(false);
                await snapshot.CommitAsync(cancellationToken).ConfigureAwait(false);
                return report;
            }
        },
        cancellationToken);

    /// <summary>Lists what is there now, page by page in the order of appends. No transaction stays open while the caller works.</summary>
    public async IAsyncEnumerable<LedgerEntry> EnumerateAsync(LedgerFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        KeyStore.Lookup keys = _keys.NewLookup();
        long last = await OnServerAsync(connection => LastAsync(connection, cancellationToken), cancellationToken).ConfigureAwait(false);
        for (long after = 0; after < last;)
        {
            List<EntryRow> page = await OnServerAsync(connection => PageAsync(connection, filter, after, last, keys, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (EntryRow row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                LedgerEntry entry = row.ToEntry(keys);
                if (filter.Matches(entry))
                {
                    yield return entry;
                }
            }

            after = page.Count < PageSize ? last : page[^1].Sequence;
        }
    }

    private async Task<T> OnServerAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await ask(connection).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (ServerFault.IsOne(fault))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ServerFault.IsLostSchema(fault))
            {
                database.Forget();
            }

            throw new LedgerUnavailableException($"The ledger cannot be read. {ServerFault.Explain(fault)}", fault);
        }
    }

    private async Task<long> LastAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.ReadLongAsync($"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {_tables.EntrySequence}", cancellationToken).ConfigureAwait(false) ?? 0;

    private async Task<List<EntryRow>> PageAsync(
        NpgsqlConnection connection, LedgerFilter filter, long after, long last, KeyStore.Lookup keys, CancellationToken cancellationToken)
    {
        EntryConditions conditions = EntryConditions.Of(filter)
            .Add("e.seq > {0} AND e.seq <= {1}", Value(after), Value(last))
            .Add($"e.at >= (SELECT coalesce(max(value), 0) * interval '1 hour' + timestamptz '0001-01-01 00:00:00+00' FROM {_tables.Fact} WHERE name = 'entries_from')");
        List<EntryRow> page = new(256);
        var command = new NpgsqlCommand($"SELECT {EntryRow.Select} FROM {_tables.Entry} e WHERE {conditions.Sql} ORDER BY e.seq LIMIT {PageSize}", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(conditions.Parameters);
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    page.Add(EntryRow.From(reader));
                }
            }
        }

        await keys.LoadAsync(connection, page.Select(static row => row.Key), cancellationToken).ConfigureAwait(false);
        return page;
    }
}
