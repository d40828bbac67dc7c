using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Segmentation;

/// <summary>All sources of a selection in passages and units. Built once, then read. Not thread-safe.</summary>
internal sealed class Layout : IDisposable
{
    private readonly RentedList<Unit> _units = new(512);
    private readonly RentedList<Heading> _headings = new(64);
    private readonly RentedList<Passage> _passages = new(64);
    private int _source;

    public Layout(IReadOnlyList<ContextSource> sources)
    {
        Sources = sources;
        for (_source = 0; _source < sources.Count; _source++)
        {
            SourceSegmenter.Segment(sources[_source], this);
        }
    }

    public IReadOnlyList<ContextSource> Sources { get; }

    public Span<Unit> Units => _units.Span;

    public Span<Heading> Headings => _headings.Span;

    public Span<Passage> Passages => _passages.Span;

    /// <summary>Gets the end of a passage: the number of the unit after its last.</summary>
    public int EndOf(int passage) => passage + 1 < _passages.Count ? _passages[passage + 1].First : _units.Count;

    /// <summary>Gets the number of the first unit of a source that begins at or behind a position.</summary>
    public int FirstAt(int source, int position)
    {
        int low = 0;
        int high = _units.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isBefore = _units[middle].Source < source || (_units[middle].Source == source && _units[middle].Start < position);
            (low, high) = isBefore ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public ReadOnlySpan<char> TextOf(in Unit unit) => Sources[unit.Source].Text.AsSpan(unit.Start, unit.Length);

    public ReadOnlySpan<char> TextOf(in Heading heading) => Sources[heading.Source].Text.AsSpan(heading.Start, heading.End - heading.Start);

    public int AddHeading(int start, int end, int parent = -1)
    {
        _headings.Add(new Heading(_source, start, end, parent));
        return _headings.Count - 1;
    }

    /// <summary>Begins a passage; the units that follow are its. One that gets none is forgotten.</summary>
    public void BeginPassage(SourceKind kind, int head = -1)
    {
        var passage = new Passage(_source, head, _units.Count, kind);
        if (_passages.Count > 0 && _passages[_passages.Count - 1].First == _units.Count)
        {
            _passages[_passages.Count - 1] = passage;
            return;
        }

        _passages.Add(passage);
    }

    /// <summary>Adds a unit, without the white space around it. Nothing but white space is no unit.</summary>
    /// <returns>Whether there was one.</returns>
    public bool AddUnit(int start, int end, int head = -1, int original = -1)
    {
        ReadOnlySpan<char> text = Sources[_source].Text.AsSpan(start, end - start);
        int from = text.Length - text.TrimStart().Length;
        int length = text.Trim().Length;
        if (length == 0)
        {
            return false;
        }

        int passage = _passages.Count - 1;
        _units.Add(new Unit(_source, start + from, start + from + length, passage, head >= 0 ? head : _passages[passage].Head, original));
        return true;
    }

    public void Dispose()
    {
        _units.Dispose();
        _headings.Dispose();
        _passages.Dispose();
    }
}
