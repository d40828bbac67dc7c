using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Makes the answer to a question out of stored sums and entries.</summary>
/// <typeparam name="TKey">What a database calls a <see cref="RollupKey"/> by.</typeparam>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RollupAnswer<TKey>(LedgerQuery query, Func<TKey, RollupKey> keyOf)
    where TKey : struct
{
    private readonly LedgerReportBuilder _builder = new(query);
    private readonly Dictionary<TKey, Row?> _rowOfKey = [];
    private readonly Dictionary<GroupKey, Row> _rows = [];
    private (RollupLevel Level, long Period, DateTimeOffset? Start) _bucket = (RollupLevel.Hour, -1, null);

    /// <summary>Adds a stored sum.</summary>
    public void Add(RollupLevel level, long period, TKey key, ReadOnlySpan<byte> tally)
    {
        if (!_rowOfKey.TryGetValue(key, out Row? row))
        {
            _rowOfKey[key] = row = RowOf(keyOf(key));
        }

        if (row is not null)
        {
            TallyOf(row, StartOf(level, period)).Add(tally);
        }
    }

    /// <summary>Adds an entry, if it is one of those asked for.</summary>
    public void Add(LedgerEntry entry) => _builder.Add(entry);

    /// <summary>Adds the sums of another answer to the same question, which is not used any more.</summary>
    public void Add(RollupAnswer<TKey> other) => _builder.Add(other._builder);

    /// <summary>Notes that an hour was taken whole, though the question cuts it.</summary>
    public void NoteWholeHour(long hour) => _builder.NoteWholeHour(RollupPeriod.StartOfHour(hour), RollupPeriod.LastBefore(hour + 1).AddTicks(1));

    /// <summary>Notes why the answer may differ from the question.</summary>
    public void Note(LedgerGaps gaps) => _builder.Note(gaps);

    public LedgerReport Build() => _builder.Build();

    private Row? RowOf(RollupKey key)
    {
        if (!query.Filter.Conditions.All(condition => condition.Matches(key.ValueOf(condition.Dimension))))
        {
            return null;
        }

        var group = new GroupKey(null, key.Closed.Currency, [.. query.Dimensions.Select(key.ValueOf)], isOverflow: false);
        if (!_rows.TryGetValue(group, out Row? row))
        {
            _rows[group] = row = new Row(group);
        }

        return row;
    }

    private Tally TallyOf(Row row, DateTimeOffset? start)
    {
        if (row.Tally is null || row.Start != start)
        {
            row.Start = start;
            row.Tally = _builder.TallyOf(new GroupKey(start, row.Group.Currency, row.Group.Values, isOverflow: false));
        }

        return row.Tally;
    }

    private DateTimeOffset? StartOf(RollupLevel level, long period)
    {
        if (query.Bucket == TimeBucket.None)
        {
            return null;
        }

        if (_bucket.Level != level || _bucket.Period != period)
        {
            _bucket = (level, period, _builder.StartOf(RollupPeriod.StartOf(level, period)));
        }

        return _bucket.Start;
    }

    /// <summary>Where the sums go of all keys that have the same values, as far as the question asks for them.</summary>
    private sealed class Row(GroupKey group)
    {
        /// <summary>Gets the values, without a time bucket.</summary>
        public GroupKey Group { get; } = group;

        /// <summary>Gets or sets the time bucket that was added to last, and its sum.</summary>
        public DateTimeOffset? Start { get; set; }

        public Tally? Tally { get; set; }
    }
}
