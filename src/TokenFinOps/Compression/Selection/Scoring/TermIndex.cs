using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>The terms of every unit and of every passage's titles, by number. Built once, then read. Not thread-safe.</summary>
internal sealed class TermIndex : IDisposable
{
    private readonly RentedList<int> _terms = new(4_096);
    private readonly RentedList<int> _unitEnds = new(512);
    private readonly RentedList<int> _titles = new(256);
    private readonly RentedList<int> _titleEnds = new(64);
    private readonly RentedList<int> _frequencies;

    public TermIndex(Layout layout)
    {
        foreach (Unit unit in layout.Units)
        {
            SourceKind kind = layout.Passages[unit.Passage].Kind;
            TermReader.Read(layout.TextOf(unit), Vocabulary, _terms, kind is SourceKind.Code or SourceKind.Log or SourceKind.Rows);
            _unitEnds.Add(_terms.Count);
        }

        foreach (Passage passage in layout.Passages)
        {
            TermReader.Read(layout.Sources[passage.Source].Title, Vocabulary, _titles);
            for (int head = passage.Head; head >= 0; head = layout.Headings[head].Parent)
            {
                TermReader.Read(layout.TextOf(layout.Headings[head]), Vocabulary, _titles);
            }

            _titleEnds.Add(_titles.Count);
        }

        _frequencies = RentedList<int>.Zeros(Vocabulary.Count);
        Count();
    }

    public Vocabulary Vocabulary { get; } = new();

    public int Units => _unitEnds.Count;

    public int Passages => _titleEnds.Count;

    /// <summary>Gets in how many units each term occurs that was there before the question was read.</summary>
    public ReadOnlySpan<int> Frequencies => _frequencies.Span;

    public ReadOnlySpan<int> Unit(int unit) => Slice(_terms, _unitEnds, unit);

    public ReadOnlySpan<int> Title(int passage) => Slice(_titles, _titleEnds, passage);

    public void Dispose()
    {
        _terms.Dispose();
        _unitEnds.Dispose();
        _titles.Dispose();
        _titleEnds.Dispose();
        _frequencies.Dispose();
        Vocabulary.Dispose();
    }

    private static ReadOnlySpan<int> Slice(RentedList<int> items, RentedList<int> ends, int index)
    {
        int start = index == 0 ? 0 : ends[index - 1];
        return items.Span[start..ends[index]];
    }

    private void Count()
    {
        using RentedList<int> last = RentedList<int>.Zeros(Vocabulary.Count);
        for (int unit = 0; unit < Units; unit++)
        {
            foreach (int term in Unit(unit))
            {
                if (last[term] != unit + 1)
                {
                    last[term] = unit + 1;
                    _frequencies[term]++;
                }
            }
        }
    }
}
