using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using TokenFinOps.Ledger;
using TokenFinOps.Ledger.Query;
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
        (long after, long last) = await OnServerAsync(connection => NumbersOfAsync(connection, filter, cancellationToken), cancellationToken).ConfigureAwait(false);
        List<LedgerEntry> page = [];
        while (after < last)
        {
            page.Clear();
            after = await OnServerAsync(connection => ReadPageAsync(connection, filter, (after, last), keys, page, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (LedgerEntry entry in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return entry;
            }
        }
    }

    private Task<T> OnServerAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellationToken) =>
        database.RunAsync("The ledger cannot be read.", ask, cancellationToken);

    // Numbers and time go together by and large. The sum keeps the server from walking all numbers in search of the first one that is of the period.
    private async Task<(long After, long Last)> NumbersOfAsync(NpgsqlConnection connection, LedgerFilter filter, CancellationToken cancellationToken)
    {
        if (filter.From is null && filter.To is null)
        {
            long? last = await connection.ReadLongAsync($"SELECT last_value FROM {_tables.EntrySequence}", cancellationToken).ConfigureAwait(false);
            return (0, last ?? 0);
        }

        EntryConditions period = EntryConditions.Of(LedgerFilter.All with { From = filter.From, To = filter.To });
        var command = new NpgsqlCommand($"SELECT min(e.seq + 0) - 1, max(e.seq + 0) FROM {_tables.Entry} e WHERE {period.Sql}", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(period.Parameters);
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && !reader.IsDBNull(0) ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
            }
        }
    }

    private async Task<long> ReadPageAsync(
        NpgsqlConnection connection, LedgerFilter filter, (long After, long Last) numbers, KeyStore.Lookup keys, List<LedgerEntry> page, CancellationToken cancellationToken)
    {
        List<EntryRow> rows = await ReadRowsAsync(connection, filter, numbers, cancellationToken).ConfigureAwait(false);
        await keys.LoadAsync(connection, rows.Select(static row => row.Key), cancellationToken).ConfigureAwait(false);
        foreach (EntryRow row in rows)
        {
            if (row.ToEntry(keys, filter) is { } entry)
            {
                page.Add(entry);
            }
        }

        return rows.Count < PageSize ? numbers.Last : rows[^1].Sequence;
    }

    private async Task<List<EntryRow>> ReadRowsAsync(NpgsqlConnection connection, LedgerFilter filter, (long After, long Last) numbers, CancellationToken cancellationToken)
    {
        EntryConditions conditions = EntryConditions.Of(filter)
            .Add("e.seq > {0} AND e.seq <= {1}", Value(numbers.After), Value(numbers.Last))
            .Add($"e.at >= (SELECT coalesce(max(value), 0) * interval '1 hour' + timestamptz '0001-01-01 00:00:00+00' FROM {_tables.Fact} WHERE name = 'entries_from')");
        List<EntryRow> rows = new(256);
        var command = new NpgsqlCommand($"SELECT {EntryRow.Select} FROM {_tables.Entry} e WHERE {conditions.Sql} ORDER BY e.seq LIMIT {PageSize}", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(conditions.Parameters);
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(EntryRow.From(reader));
                }
            }
        }

        return rows;
    }
}
