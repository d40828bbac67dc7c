using Npgsql;
using TokenFinOps.PostgreSql.Database;

namespace TokenFinOps.PostgreSql.Reading;

/// <summary>Reads a large result page by page within a transaction, so that memory stays small and other statements can run between pages.</summary>
/// <remarks>Not thread-safe. Its name belongs to the columns that it reads: a statement that was prepared by its text keeps them.</remarks>
internal sealed class ServerCursor<T>(NpgsqlConnection connection, string name, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, int pageSize)
{
    private readonly List<T> _page = new(256);

    public async Task ReadAsync(Func<List<T>, Task> use, CancellationToken cancellationToken)
    {
        var open = new NpgsqlBatch(connection);
        await using (open.ConfigureAwait(false))
        {
            open.Add($"DECLARE {name} NO SCROLL CURSOR FOR {sql}", parameters);
            open.Add(Fetch);
            await FillAsync(await open.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        while (_page.Count == pageSize)
        {
            await use(_page).ConfigureAwait(false);
            var next = new NpgsqlCommand(Fetch, connection);
            await using (next.ConfigureAwait(false))
            {
                await FillAsync(await next.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
        }

        await use(_page).ConfigureAwait(false);
        await connection.RunAsync($"CLOSE {name}", cancellationToken).ConfigureAwait(false);
    }

    private string Fetch => $"FETCH FORWARD {pageSize} FROM {name}";

    private async Task FillAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        _page.Clear();
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _page.Add(read(reader));
            }
        }
    }
}
