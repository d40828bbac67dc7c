using System.Collections.Immutable;

namespace TokenFinOps.Ledger.Query;

/// <summary>Makes the answer to a question out of entries: what a ledger that has all of them needs, and a way to sum up any others.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class LedgerReportBuilder
{
    private readonly Dictionary<GroupKey, Tally> _groups = [];
    private readonly CurrencyTallies _overflow = new();
    private readonly CurrencyTallies _undecided = new();
    private readonly LedgerQuery _query;
    private readonly BucketCalendar _calendar;
    private DateTimeOffset? _from;
    private DateTimeOffset? _to;
    private LedgerGaps _gaps;

    /// <summary>Initializes a new instance of the <see cref="LedgerReportBuilder"/> class.</summary>
    /// <param name="query">The question.</param>
    /// <exception cref="ArgumentException">The question has a hierarchy but other dimensions than the hierarchy's.</exception>
    public LedgerReportBuilder(LedgerQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        _query = query;
        _calendar = new BucketCalendar(query.Bucket, query.TimeZone);
        _from = query.Filter.From;
        _to = query.Filter.To;
    }

    /// <summary>Adds an entry, if it is one of those asked for.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns><see langword="true"/> when it is.</returns>
    public bool Add(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!_query.Filter.Matches(entry))
        {
            return false;
        }

        ImmutableArray<string?> values = [.. _query.Dimensions.Select(dimension => dimension.ValueOf(entry))];
        TallyOf(new GroupKey(StartOf(entry.Timestamp), entry.Cost.Currency, values, isOverflow: false)).Add(entry);
        return true;
    }

    /// <summary>Makes the answer.</summary>
    /// <returns>The rows and totals of what was added.</returns>
    public LedgerReport Build()
    {
        var totals = new CurrencyTallies();
        foreach ((GroupKey key, Tally tally) in _groups)
        {
            totals.Add(key.Currency, tally);
        }

        var ranking = new RowRanking(_query);
        ranking.Add(_query.Hierarchy is { } hierarchy ? _groups.Select(group => KeyValuePair.Create(hierarchy.Expand(group.Key), group.Value)) : _groups);
        return new LedgerReport
        {
            Rows = [.. ranking.Rows.Skip(_query.Skip).Take(_query.Take ?? int.MaxValue).Select(static row => row.ToRow())],
            RowCount = ranking.Rows.Count,
            Totals = totals.ToTotals(),
            Rest = ranking.Rest.ToTotals(),
            Overflow = _overflow.ToTotals(),
            Undecided = _undecided.ToTotals(),
            From = _from,
            To = _to,
            Gaps = _gaps,
        };
    }

    /// <summary>Gets the sum of the entries that share their values and their time bucket.</summary>
    internal Tally TallyOf(GroupKey key)
    {
        if (!_groups.TryGetValue(key, out Tally? tally))
        {
            _groups[key] = tally = new Tally();
        }

        return tally;
    }

    /// <summary>Adds a sum of entries that share their values and their time bucket.</summary>
    internal void Add(GroupKey key, Tally tally) => TallyOf(key).Add(tally);

    /// <summary>Adds the sums of another builder, which is not used any more.</summary>
    internal void Add(LedgerReportBuilder other)
    {
        foreach ((GroupKey key, Tally tally) in other._groups)
        {
            if (!_groups.TryAdd(key, tally))
            {
                _groups[key].Add(tally);
            }
        }
    }

    /// <summary>Adds a sum of entries whose values are not known, except for those of closed sets.</summary>
    internal void AddOverflow(GroupKey key, Tally tally)
    {
        TallyOf(key).Add(tally);
        _overflow.Add(key.Currency, tally);
    }

    /// <summary>Adds a sum of entries of which nobody knows whether they were asked for.</summary>
    internal void AddUndecided(string currency, Tally tally)
    {
        _undecided.Add(currency, tally);
        _gaps |= LedgerGaps.OverflowUndecided;
    }

    /// <summary>Notes why the answer may differ from the question.</summary>
    internal void Note(LedgerGaps gaps) => _gaps |= gaps;

    /// <summary>Notes that a whole hour was taken, though the period covers a part of it.</summary>
    internal void NoteWholeHour(DateTimeOffset start, DateTimeOffset end)
    {
        _gaps |= LedgerGaps.WholeHours;
        _from = _from > start && _from < end ? start : _from;
        _to = _to > start && _to < end ? end : _to;
    }

    /// <summary>Notes that what lies before a moment is gone.</summary>
    internal void NoteExpired(DateTimeOffset before)
    {
        _gaps |= LedgerGaps.Expired;
        _from = _to < before ? _to : before;
    }

    /// <summary>Gets the first moment of the time bucket of a moment.</summary>
    internal DateTimeOffset? StartOf(DateTimeOffset moment) => _query.Bucket == TimeBucket.None ? null : _calendar.StartOf(moment);
}
