namespace TokenFinOps.Sqlite.Budgets;

/// <summary>The tables of budgets in a ledger file.</summary>
internal static class BudgetSchema
{
    /// <summary>Gets the step that adds them.</summary>
    /// <remarks>
    /// Balances are sums of 256 bits, amounts of single reservations are digits. Times are ticks as everywhere in the file; 3155378975999999999 is never. Of a rolling window
    /// <c>newest</c> is the newest slot that was seen, and the sums are those of the slots that count.
    /// </remarks>
    public const string Step =
        """
        CREATE TABLE budget_account (
            id BLOB PRIMARY KEY, line BLOB NOT NULL, rule BLOB NOT NULL, budget TEXT NOT NULL, scope TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL,
            since INTEGER NOT NULL, stale_at INTEGER NOT NULL, carries INTEGER NOT NULL, newest INTEGER NOT NULL,
            carried TEXT NOT NULL, spent BLOB NOT NULL, presumed BLOB NOT NULL, reserved BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX budget_account_line ON budget_account (line, starts);
        CREATE INDEX budget_account_rule ON budget_account (rule, ends);

        CREATE TABLE budget_slot (
            account BLOB NOT NULL, slot INTEGER NOT NULL, spent BLOB NOT NULL, presumed BLOB NOT NULL, reserved BLOB NOT NULL, PRIMARY KEY (account, slot)) WITHOUT ROWID;

        CREATE TABLE budget_hold (
            account BLOB NOT NULL, expires_at INTEGER NOT NULL, reservation BLOB NOT NULL, slot INTEGER NOT NULL, amount TEXT NOT NULL,
            PRIMARY KEY (account, expires_at, reservation)) WITHOUT ROWID;
        """;
}
