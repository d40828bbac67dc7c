namespace TokenFinOps.PostgreSql.Budgets;

/// <summary>The tables and the function of budgets.</summary>
internal static class BudgetSchema
{
    /// <summary>Gets the step that adds them.</summary>
    public static string Step(BudgetTables tables) => $"""
        CREATE TABLE {tables.Account} (
            id uuid PRIMARY KEY,
            line uuid NOT NULL,
            rule uuid NOT NULL,
            budget text NOT NULL,
            scope text NOT NULL,
            starts bigint NOT NULL,
            ends bigint NOT NULL,
            since bigint NOT NULL,
            stale_at bigint NOT NULL,
            carries boolean NOT NULL,
            newest bigint NOT NULL,
            carried numeric NOT NULL,
            spent numeric NOT NULL,
            presumed numeric NOT NULL,
            reserved numeric NOT NULL
        ) WITH (fillfactor = 50);

        CREATE INDEX budget_account_line ON {tables.Account} (line, starts);
        CREATE INDEX budget_account_rule ON {tables.Account} (rule, ends);

        CREATE TABLE {tables.Slot} (
            account uuid NOT NULL,
            slot bigint NOT NULL,
            spent numeric NOT NULL,
            presumed numeric NOT NULL,
            reserved numeric NOT NULL,
            PRIMARY KEY (account, slot)
        );

        CREATE TABLE {tables.Hold} (
            account uuid NOT NULL,
            expires_at bigint NOT NULL,
            reservation uuid NOT NULL,
            slot bigint NOT NULL,
            amount numeric NOT NULL,
            PRIMARY KEY (account, expires_at, reservation)
        );

        CREATE TABLE {tables.Client} (
            id uuid PRIMARY KEY,
            batch bigint NOT NULL,
            seen bigint NOT NULL,
            answer text[] NOT NULL
        ) WITH (fillfactor = 50);

        COMMENT ON TABLE {tables.Account} IS 'Balances of budgets. Times are ticks of 100 ns since the year 1; the sums of a rolling window are those of the slots that count.';
        COMMENT ON TABLE {tables.Hold} IS 'What is reserved for calls under way. Who removes a row gives it back.';
        COMMENT ON TABLE {tables.Client} IS 'The last batch of each process, so that one that is sent again is not done again.';

        {BudgetFunction.Create(tables)}
        """;
}
