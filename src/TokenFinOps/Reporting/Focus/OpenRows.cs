using System.Runtime.InteropServices;

namespace TokenFinOps.Reporting.Focus;

/// <summary>Adds lines up to rows, period by period, within bounds. Not thread-safe.</summary>
/// <remarks>
/// Entries come about in the order of time. Beyond the bounds the period that was added to least recently is written out, which is the oldest one, or what an import of
/// old entries has left behind; what comes later for it makes rows of its own. A table that was written out is used again: at a thousand rows an hour it is a large object,
/// and a year has 8,760 of them.
/// </remarks>
internal sealed class OpenRows(int maxRows)
{
    private const int MaxPeriods = 48;

    private readonly List<Period> _periods = [];
    private readonly Stack<Dictionary<RowKey, RowPart>> _spare = [];
    private Dictionary<RowKey, RowPart>? _taken;
    private Period? _last;
    private int _rows;
    private long _touches;

    /// <summary>Adds a part to its row.</summary>
    public void Add(in RowKey key, in RowPart part)
    {
        ref RowPart sum = ref CollectionsMarshal.GetValueRefOrAddDefault(PeriodOf(key.Start).Rows, key, out bool exists);
        _rows += exists ? 0 : 1;
        sum.Add(part);
    }

    /// <summary>Takes the rows of a period that is to be written out.</summary>
    /// <param name="isEnd">Whether every period is, because nothing more comes; then in the order of time.</param>
    /// <returns>The rows, to be read before anything else is asked of this object; or <see langword="null"/> when no period is due.</returns>
    public Dictionary<RowKey, RowPart>? TakeDue(bool isEnd = false)
    {
        Recycle();
        if (_periods.Count == 0 || !(isEnd || _rows > maxRows || _periods.Count > MaxPeriods))
        {
            return null;
        }

        Period due = isEnd ? _periods.MinBy(static period => period.Start)! : _periods.MinBy(static period => period.Touched)!;
        _periods.Remove(due);
        _rows -= due.Rows.Count;
        _last = null;
        return _taken = due.Rows;
    }

    private void Recycle()
    {
        if (_taken is not null)
        {
            _taken.Clear();
            _spare.Push(_taken);
            _taken = null;
        }
    }

    private Period PeriodOf(DateTimeOffset start)
    {
        if (_last is not null && _last.Start == start)
        {
            return _last;
        }

        Period? period = _periods.Find(open => open.Start == start);
        if (period is null)
        {
            _periods.Add(period = new Period(start, _spare.TryPop(out Dictionary<RowKey, RowPart>? rows) ? rows : []));
        }

        period.Touched = ++_touches;
        return _last = period;
    }

    private sealed class Period(DateTimeOffset start, Dictionary<RowKey, RowPart> rows)
    {
        public DateTimeOffset Start { get; } = start;

        public Dictionary<RowKey, RowPart> Rows { get; } = rows;

        public long Touched { get; set; }
    }
}
