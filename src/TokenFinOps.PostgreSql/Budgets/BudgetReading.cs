using Npgsql;
using TokenFinOps.Budgets;
using TokenFinOps.Budgets.Storage.Shared;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Budgets;

/// <summary>Reads how accounts stand, without what has expired or has left a rolling window, and locks nothing.</summary>
internal static class BudgetReading
{
    public static async Task<IReadOnlyList<StoredAccount>> ReadAsync(
        NpgsqlConnection connection, BudgetTables tables, BudgetRule rule, long now, CancellationToken cancellationToken)
    {
        bool isRolling = rule.Limit.Window.IsRolling;
        long newest = isRolling ? now / rule.Limit.Window.SlotSpan.Ticks : BatchAccount.NoSlots;
        var command = new NpgsqlCommand(isRolling ? Rolling(tables) : Calendar(tables), connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange((NpgsqlParameter[])[Value(AccountName.RuleOf(rule)), Value(now)]);
            if (isRolling)
            {
                command.Parameters.Add(Value(newest));
            }

            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                List<StoredAccount> accounts = [];
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    accounts.Add(AccountAt(reader));
                }

                return accounts;
            }
        }
    }

    private static string Calendar(BudgetTables tables) =>
        $"""
        SELECT a.scope, a.carried::text, a.spent::text, a.presumed::text,
            (a.reserved - coalesce((SELECT sum(h.amount) FROM {tables.Hold} h WHERE h.account = a.id AND h.expires_at <= $2), 0))::text, a.since
        FROM {tables.Account} a
        WHERE a.rule = $1 AND a.starts <= $2 AND a.ends > $2
        """;

    private static string Rolling(BudgetTables tables) =>
        $"""
        SELECT a.scope, a.carried::text, coalesce(s.spent, 0)::text, coalesce(s.presumed, 0)::text, (coalesce(s.reserved, 0) - coalesce(h.amount, 0))::text, a.since
        FROM (SELECT *, greatest(newest, $3) - {BudgetWindow.Slots} AS oldest FROM {tables.Account} WHERE rule = $1 AND ends > $2) a
        CROSS JOIN LATERAL (
            SELECT sum(spent) AS spent, sum(presumed) AS presumed, sum(reserved) AS reserved FROM {tables.Slot} WHERE account = a.id AND slot >= a.oldest) s
        CROSS JOIN LATERAL (
            SELECT sum(amount) AS amount FROM {tables.Hold} WHERE account = a.id AND expires_at <= $2 AND slot >= a.oldest) h
        """;

    private static StoredAccount AccountAt(NpgsqlDataReader reader) => new(
        ServerText.Unescape(reader.GetString(0)),
        ServerNumber.Decimal(reader.GetString(1)),
        ServerNumber.Decimal(reader.GetString(2)),
        ServerNumber.Decimal(reader.GetString(3)),
        ServerNumber.Decimal(reader.GetString(4)),
        reader.GetInt64(5));
}
