using Microsoft.Data.Sqlite;

namespace TokenFinOps.Sqlite.Budgets;

/// <summary>Removes accounts that nobody needs any more: their window has long ended, nothing is reserved in them, and no later window has yet to carry over from them.</summary>
internal static class BudgetRemoval
{
    private const string Stale =
        """
        SELECT id FROM budget_account a
        WHERE stale_at < ?1
          AND (carries = 0 OR EXISTS (SELECT 1 FROM budget_account b WHERE b.line = a.line AND b.starts > a.starts))
          AND NOT EXISTS (SELECT 1 FROM budget_hold h WHERE h.account = a.id AND h.expires_at > ?1)
        LIMIT ?2
        """;

    /// <returns>How many accounts were removed.</returns>
    public static int Remove(SqliteConnection connection, long now, int atMost)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        LedgerFile.Execute(connection, "CREATE TEMP TABLE IF NOT EXISTS stale (id BLOB PRIMARY KEY); DELETE FROM stale");
        using (var find = new SqliteStatement(connection, $"INSERT INTO stale {Stale}"))
        {
            find.Bind(1, now);
            find.Bind(2, (long)atMost);
            find.Run();
        }

        LedgerFile.Execute(connection, "DELETE FROM budget_hold WHERE account IN stale; DELETE FROM budget_slot WHERE account IN stale");
        using var remove = new SqliteStatement(connection, "DELETE FROM budget_account WHERE id IN stale");
        int removed = remove.Run();
        transaction.Commit();
        return removed;
    }
}
