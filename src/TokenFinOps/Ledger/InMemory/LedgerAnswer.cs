using System.Collections.Immutable;
using TokenFinOps.Ledger.Query;
using TokenFinOps.Ledger.Storage;

namespace TokenFinOps.Ledger.InMemory;

/// <summary>Answers one question from sums where it can, and from single entries where it must.</summary>
/// <remarks>
/// <para>How an hour is read:</para>
/// <list type="number">
/// <item><description>Where the question tells requests apart: from the single entries that are still there.</description></item>
/// <item><description>Where the period and every time bucket take it whole: from its sums.</description></item>
/// <item><description>Where they cut it and all its entries are still there: from the entries, exactly.</description></item>
/// <item><description>Else from its sums, as a whole, which the report says.</description></item>
/// </list>
/// <para>Not thread-safe. The ledger's lock is held where the summary of a method says so.</para>
/// </remarks>
internal sealed class LedgerAnswer(LedgerQuery query)
{
    private readonly LedgerReportBuilder _builder = new(query);
    private readonly BucketCalendar _calendar = new(query.Bucket, query.TimeZone);
    private readonly bool _groupsByHidden = query.Dimensions.Any(static dimension => !ClosedValues.Has(dimension));
    private readonly List<HourBucket> _fromSums = [];
    private readonly List<HourBucket> _fromEntries = [];
    private LedgerEntry[] _entries = [];

    /// <summary>Gets a value indicating whether single entries are needed.</summary>
    public bool NeedsEntries => _fromEntries.Count > 0;

    /// <summary>Finds the hours that are asked for.</summary>
    public void Plan(HourBucket[] hours, DateTimeOffset? expiredBefore)
    {
        if (expiredBefore is { } before && (query.Filter.From is not { } from || from < before))
        {
            _builder.NoteExpired(before);
        }

        foreach (HourBucket hour in hours)
        {
            if (Overlaps(hour))
            {
                (query.IsPerRequest || IsCut(hour) ? _fromEntries : _fromSums).Add(hour);
            }
        }
    }

    /// <summary>Takes the single entries, or the sum where they are gone. Under the lock: what is taken fits what is there.</summary>
    public void Take(EntryRing ring)
    {
        _entries = ring.ToArray();
        foreach (HourBucket hour in _fromEntries.Where(static hour => hour.Evicted > 0))
        {
            if (query.IsPerRequest)
            {
                _builder.Note(LedgerGaps.EntriesEvicted);
                continue;
            }

            _builder.NoteWholeHour(hour.Start, hour.End);
            _fromSums.Add(hour);
        }
    }

    /// <summary>Reads the single entries that were taken.</summary>
    public void ReadEntries()
    {
        HashSet<long> hours = [.. _fromEntries.Except(_fromSums).Select(static hour => hour.Hour)];
        foreach (LedgerEntry entry in _entries)
        {
            if (hours.Contains(HourBucket.HourOf(entry.Timestamp)))
            {
                _builder.Add(entry);
            }
        }
    }

    /// <summary>Gets the hours whose sums are read.</summary>
    public IReadOnlyList<HourBucket> SummedHours => _fromSums;

    /// <summary>Reads the sums of an hour. Under the lock: sums move to the overflow within their hour.</summary>
    public void ReadSums(HourBucket bucket)
    {
        DateTimeOffset? start = _builder.StartOf(bucket.Start);
        foreach ((RollupKey key, Tally tally) in bucket.Rollups)
        {
            if (query.Filter.Conditions.All(condition => condition.Matches(key.ValueOf(condition.Dimension))))
            {
                _builder.Add(new GroupKey(start, key.Closed.Currency, [.. query.Dimensions.Select(key.ValueOf)], isOverflow: false), tally);
            }
        }

        foreach ((ClosedValues values, Tally tally) in bucket.Overflow)
        {
            ReadOverflow(start, values, tally);
        }
    }

    /// <summary>Makes the report.</summary>
    public LedgerReport Build() => _builder.Build();

    private void ReadOverflow(DateTimeOffset? start, ClosedValues values, Tally tally)
    {
        ImmutableArray<LedgerCondition> conditions = query.Filter.Conditions;
        if (conditions.Any(condition => ClosedValues.Has(condition.Dimension) && !condition.Matches(values.ValueOf(condition.Dimension))))
        {
            return;
        }

        if (conditions.Any(static condition => !ClosedValues.Has(condition.Dimension)))
        {
            _builder.AddUndecided(values.Currency, tally);
            return;
        }

        _builder.AddOverflow(new GroupKey(start, values.Currency, [.. query.Dimensions.Select(values.ValueOf)], _groupsByHidden), tally);
    }

    private bool Overlaps(HourBucket hour) =>
        (query.Filter.From is not { } from || hour.Last >= from) && (query.Filter.To is not { } to || hour.Start < to);

    private bool IsCut(HourBucket hour) =>
        !query.Filter.Contains(hour.Start) || !query.Filter.Contains(hour.Last) || _calendar.Divides(hour.Start, hour.Last);
}
