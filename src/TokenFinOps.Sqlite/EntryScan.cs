using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Sqlite;

/// <summary>The part of a filter by which the file finds entries: the period, and runs, which have an index. The rest is checked entry by entry.</summary>
/// <param name="Condition">The condition in SQL, with parameters.</param>
/// <param name="Values">The texts of the parameters, in order; the period's two come first where there is one.</param>
/// <param name="From">The first tick of the period, if any is given.</param>
/// <param name="To">The first tick after it, if any is given.</param>
internal sealed record EntryScan(string Condition, IReadOnlyList<string> Values, long? From, long? To)
{
    public static EntryScan For(LedgerFilter filter)
    {
        List<string> parts = ["1"];
        List<string> values = [];
        if (filter.From is not null)
        {
            parts.Add("at >= ?");
        }

        if (filter.To is not null)
        {
            parts.Add("at < ?");
        }

        foreach (LedgerCondition condition in filter.Conditions)
        {
            if (ColumnOf(condition) is { } column && !condition.IsNegated && condition.Values.All(static value => value is not null))
            {
                parts.Add($"{column} IN ({string.Join(", ", condition.Values.Select(static _ => "?"))})");
                values.AddRange(condition.Values!);
            }
        }

        return new EntryScan(string.Join(" AND ", parts), values, filter.From?.UtcTicks, filter.To?.UtcTicks);
    }

    /// <summary>Binds the parameters.</summary>
    /// <returns>The next parameter.</returns>
    public int Bind(SqliteStatement statement, int parameter)
    {
        foreach (long? tick in (long?[])[From, To])
        {
            if (tick is { } known)
            {
                statement.Bind(parameter++, known);
            }
        }

        foreach (string value in Values)
        {
            statement.Bind(parameter++, value);
        }

        return parameter;
    }

    private static string? ColumnOf(LedgerCondition condition) =>
        condition.Dimension == LedgerDimension.Run ? "run_id" : condition.Dimension == LedgerDimension.ParentRun ? "parent_run_id" : null;
}
