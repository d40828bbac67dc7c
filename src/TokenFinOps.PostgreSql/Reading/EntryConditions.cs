using Npgsql;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;
using TokenFinOps.PostgreSql.Database;
using static TokenFinOps.PostgreSql.Database.ConnectionExtensions;

namespace TokenFinOps.PostgreSql.Reading;

/// <summary>The part of a filter that the server can tell by its indexes. What it lets through is looked at again here, so it may let through too much.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class EntryConditions
{
    private readonly List<string> _conditions = [];
    private readonly List<NpgsqlParameter> _parameters = [];

    public string Sql => _conditions.Count == 0 ? "true" : string.Join(" AND ", _conditions);

    public NpgsqlParameter[] Parameters => [.. _parameters];

    public static EntryConditions Of(LedgerFilter filter)
    {
        var conditions = new EntryConditions();
        if (filter.From is { } from)
        {
            conditions.Since(ServerTime.MicrosecondsOf(from.UtcTicks));
        }

        if (filter.To is { } to)
        {
            conditions.Add("e.at <= {0}", At(ServerTime.MicrosecondsOf(to.UtcTicks)));
        }

        return conditions.With(filter);
    }

    /// <summary>Adds the conditions on runs and requests.</summary>
    public EntryConditions With(LedgerFilter filter)
    {
        foreach (LedgerCondition condition in filter.Conditions.Where(static condition => !condition.IsNegated && !condition.Values.Contains(null)))
        {
            switch (condition.Dimension.Kind)
            {
                case DimensionKind.Run:
                    AddRun("run_id", condition);
                    break;
                case DimensionKind.ParentRun:
                    AddRun("parent_run_id", condition);
                    break;
                case DimensionKind.Request:
                    Add("e.request_id = ANY({0})", Value(condition.Values.Where(static value => Guid.TryParse(value, out _)).Select(static value => Guid.Parse(value!)).ToArray()));
                    break;
            }
        }

        return this;
    }

    /// <summary>Adds the hours of single entries.</summary>
    public EntryConditions Within(IReadOnlyList<RollupRange> ranges)
    {
        Since(ServerTime.StartOfHour(ranges[0].From));
        Add("e.at < {0}", At(ServerTime.StartOfHour(ranges[^1].To)));
        if (ranges.Count > 1)
        {
            NpgsqlParameter<long[]> from = Hours(ranges.Select(static range => ServerTime.StartOfHour(range.From)));
            NpgsqlParameter<long[]> to = Hours(ranges.Select(static range => ServerTime.StartOfHour(range.To)));
            Add("EXISTS (SELECT FROM unnest({0}, {1}) AS r (since, before) WHERE e.at >= r.since AND e.at < r.before)", from, to);
        }

        return this;
    }

    public EntryConditions Since(long microseconds) => Add("e.at >= {0}", At(microseconds));

    /// <summary>Adds a condition.</summary>
    /// <param name="sql">The SQL, with places for the parameters.</param>
    /// <param name="parameters">The parameters.</param>
    public EntryConditions Add(string sql, params NpgsqlParameter[] parameters)
    {
        object[] places = [.. parameters.Select((_, i) => $"${_parameters.Count + i + 1}")];
        _conditions.Add(string.Format(null, sql, places));
        _parameters.AddRange(parameters);
        return this;
    }

    private static NpgsqlParameter<long> At(long microseconds) => new() { TypedValue = microseconds, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter<long[]> Hours(IEnumerable<long> microseconds) =>
        new() { TypedValue = [.. microseconds], NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.TimestampTz };

    private void AddRun(string column, LedgerCondition condition)
    {
        string[] runs = [.. condition.Values.Select(static value => ServerText.Escape(value!))];
        Add($"left(e.{column}, 200) = ANY({{1}}) AND e.{column} IS NOT NULL AND e.{column} = ANY({{0}})", Value(runs), Value(runs.Select(BeginningOf).ToArray()));
    }

    // As left(…, 200) counts: code points, not UTF-16 units.
    private static string BeginningOf(string run) => string.Concat(run.EnumerateRunes().Take(200).Select(static rune => rune.ToString()));
}
