using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Filling;

/// <summary>Writes what is kept of the sources. Not thread-safe; one serves one selection.</summary>
internal sealed class Renderer : IDisposable
{
    private const string Separator = "\n\n";

    private readonly Layout _layout;
    private readonly string? _marker;
    private readonly RentedList<char> _text = new(4_096);
    private readonly RentedList<TextRange> _kept = new();
    private readonly RentedList<(int Source, int Start, int End, int KeptEnd)> _sources = new();
    private readonly RentedList<int> _copies;

    public Renderer(Layout layout, string? marker)
    {
        (_layout, _marker) = (layout, marker);
        _copies = RentedList<int>.Zeros(layout.Units.Length);
        foreach (Unit unit in layout.Units)
        {
            if (unit.Original >= 0)
            {
                _copies[unit.Original]++;
            }
        }
    }

    /// <summary>Gets what was written last.</summary>
    public ReadOnlySpan<char> Text => _text.Span;

    /// <summary>Writes all of all sources.</summary>
    public static string Whole(IReadOnlyList<ContextSource> sources) =>
        sources is [{ Title: null } only] ? only.Text : string.Join(Separator, sources.Select(static source => source.Title is null ? source.Text : source.Title + "\n" + source.Text));

    /// <summary>Writes what a selection keeps.</summary>
    public void Write(Selection selection)
    {
        _text.Clear();
        _kept.Clear();
        _sources.Clear();
        int unit = 0;
        for (int source = 0; source < _layout.Sources.Count; source++)
        {
            int end = unit;
            while (end < _layout.Units.Length && _layout.Units[end].Source == source)
            {
                end++;
            }

            if (selection.Any(unit, end))
            {
                WriteSource(source, unit, end, selection);
            }

            unit = end;
        }
    }

    /// <summary>Makes the receipt of what was written last.</summary>
    public SelectedSource[] Receipt(Selection selection)
    {
        var receipts = new SelectedSource[_layout.Sources.Count];
        int written = 0;
        int kept = 0;
        for (int source = 0; source < receipts.Length; source++)
        {
            ContextSource original = _layout.Sources[source];
            bool isThere = written < _sources.Count && _sources[written].Source == source;
            TextRange[] ranges = isThere ? _kept.Span[kept.._sources[written].KeptEnd].ToArray() : [];
            string text = isThere ? _text.Span[_sources[written].Start.._sources[written].End].ToString() : string.Empty;
            receipts[source] = new SelectedSource(original, text, ranges, DroppedRanges.Of(_layout, source, ranges, selection));
            kept += ranges.Length;
            written += isThere ? 1 : 0;
        }

        return receipts;
    }

    public void Dispose()
    {
        _text.Dispose();
        _kept.Dispose();
        _sources.Dispose();
        _copies.Dispose();
    }

    private void WriteSource(int source, int first, int end, Selection selection)
    {
        if (_text.Count > 0)
        {
            _text.AddRange(Separator);
        }

        ContextSource original = _layout.Sources[source];
        if (original.Title is not null)
        {
            _text.AddRange(original.Title);
            _text.Add('\n');
        }

        int start = _text.Count;
        var pieces = new Pieces(original.Text, _text, _kept, _marker);
        int lastHead = -1;
        for (int unit = first; unit < end; unit++)
        {
            if (selection[unit])
            {
                ref readonly Unit each = ref _layout.Units[unit];
                lastHead = WriteHeadings(each.Head, lastHead, ref pieces);
                pieces.Add(each.Start, selection.EndOf(unit, each.End), _marker is null ? 0 : _copies[unit]);
            }
        }

        pieces.Finish();
        _sources.Add((source, start, _text.Count, _kept.Count));
    }

    // Headings stand in order, so those that were written are the ones up to the last.
    private int WriteHeadings(int head, int last, ref Pieces pieces)
    {
        if (head <= last)
        {
            return last;
        }

        Heading each = _layout.Headings[head];
        WriteHeadings(each.Parent, last, ref pieces);
        pieces.Add(each.Start, each.End, copies: 0);
        return head;
    }
}
