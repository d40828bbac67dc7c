using Npgsql;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Budgets;

/// <summary>Removes accounts that nobody needs any more: their window has long ended, nothing is reserved in them, and no later window has yet to carry over from them.</summary>
/// <remarks>What someone else has locked is left for the next time, so that nobody waits and nothing deadlocks.</remarks>
internal static class BudgetRemoval
{
    private const int RemovedAtOnce = 500;

    // A process that has said nothing for so long has ended.
    private static readonly long ClientsKept = TimeSpan.FromDays(7).Ticks;

    public static async Task RemoveAsync(NpgsqlConnection connection, BudgetTables tables, long now, CancellationToken cancellationToken)
    {
        long removed;
        do
        {
            removed = await connection.ReadLongAsync(Remove(tables), cancellationToken, Value(now), Value(RemovedAtOnce)).ConfigureAwait(false) ?? 0;
        }
        while (removed == RemovedAtOnce);

        await connection.RunAsync($"DELETE FROM {tables.Client} WHERE seen < $1", cancellationToken, Value(now - ClientsKept)).ConfigureAwait(false);
    }

    private static string Remove(BudgetTables tables) =>
        $"""
        WITH stale AS (
            SELECT a.id FROM {tables.Account} a
            WHERE a.stale_at < $1
              AND (NOT a.carries OR EXISTS (SELECT FROM {tables.Account} b WHERE b.line = a.line AND b.starts > a.starts))
              AND NOT EXISTS (SELECT FROM {tables.Hold} h WHERE h.account = a.id AND h.expires_at > $1)
            LIMIT $2 FOR UPDATE SKIP LOCKED),
        holds AS (DELETE FROM {tables.Hold} WHERE account IN (SELECT id FROM stale)),
        slots AS (DELETE FROM {tables.Slot} WHERE account IN (SELECT id FROM stale)),
        accounts AS (DELETE FROM {tables.Account} WHERE id IN (SELECT id FROM stale) RETURNING id)
        SELECT count(*) FROM accounts
        """;
}
