using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;

namespace TokenFinOps.Ledger.Storage;

/// <summary>Makes the answer to a question out of stored sums and entries.</summary>
/// <typeparam name="TKey">What a database calls a <see cref="RollupKey"/> by.</typeparam>
/// <remarks>Not thread-safe.</remarks>
internal sealed class RollupAnswer<TKey>(LedgerQuery query, Func<TKey, RollupKey> keyOf)
    where TKey : struct
{
    private readonly LedgerReportBuilder _builder = new(query);
    private readonly Dictionary<TKey, KeyPlace> _places = [];
    private (RollupLevel Level, long Period, DateTimeOffset? Start) _bucket = (RollupLevel.Hour, -1, null);

    /// <summary>Adds a stored sum.</summary>
    public void Add(RollupLevel level, long period, TKey key, ReadOnlySpan<byte> tally)
    {
        if (!_places.TryGetValue(key, out KeyPlace? place))
        {
            _places[key] = place = Place(keyOf(key));
        }

        if (!place.Matches)
        {
            return;
        }

        DateTimeOffset? start = StartOf(level, period);
        if (place.Tally is null || place.Start != start)
        {
            place.Start = start;
            place.Tally = _builder.TallyOf(new GroupKey(start, place.Currency, place.Values, isOverflow: false));
        }

        place.Tally.Add(tally);
    }

    /// <summary>Adds an entry, if it is one of those asked for.</summary>
    public void Add(LedgerEntry entry) => _builder.Add(entry);

    /// <summary>Notes that an hour was taken whole, though the question cuts it.</summary>
    public void NoteWholeHour(long hour) => _builder.NoteWholeHour(RollupPeriod.StartOfHour(hour), RollupPeriod.LastBefore(hour + 1).AddTicks(1));

    /// <summary>Notes why the answer may differ from the question.</summary>
    public void Note(LedgerGaps gaps) => _builder.Note(gaps);

    public LedgerReport Build() => _builder.Build();

    private KeyPlace Place(RollupKey key) => new()
    {
        Matches = query.Filter.Conditions.All(condition => condition.Matches(key.ValueOf(condition.Dimension))),
        Currency = key.Closed.Currency,
        Values = [.. query.Dimensions.Select(key.ValueOf)],
    };

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

    /// <summary>Where the sums of one key go.</summary>
    private sealed class KeyPlace
    {
        public required bool Matches { get; init; }

        public required string Currency { get; init; }

        public required ImmutableArray<string?> Values { get; init; }

        public DateTimeOffset? Start { get; set; }

        public Tally? Tally { get; set; }
    }
}
