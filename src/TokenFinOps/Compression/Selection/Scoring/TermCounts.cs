using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>How often each of some terms occurs in each unit, each passage and each passage's titles; a form of a term counts as a part of one.</summary>
internal sealed class TermCounts : IDisposable
{
    private readonly int _terms;
    private readonly RentedList<float> _units;
    private readonly RentedList<float> _passages;
    private readonly RentedList<float> _titles;

    public TermCounts(Layout layout, TermIndex index, QueryTerms query)
    {
        _terms = query.Count;
        _units = RentedList<float>.Zeros(index.Units * _terms);
        _passages = RentedList<float>.Zeros(index.Passages * _terms);
        _titles = RentedList<float>.Zeros(index.Passages * _terms);
        for (int passage = 0; passage < index.Passages; passage++)
        {
            Add(index.Title(passage), query, Title(passage));
            for (int unit = layout.Passages[passage].First; unit < layout.EndOf(passage); unit++)
            {
                Add(index.Unit(unit), query, Unit(unit));
                Sum(Unit(unit), Passage(passage));
            }
        }
    }

    public Span<float> Unit(int unit) => _units.Span.Slice(unit * _terms, _terms);

    public Span<float> Passage(int passage) => _passages.Span.Slice(passage * _terms, _terms);

    public Span<float> Title(int passage) => _titles.Span.Slice(passage * _terms, _terms);

    public void Dispose()
    {
        _units.Dispose();
        _passages.Dispose();
        _titles.Dispose();
    }

    private static void Add(ReadOnlySpan<int> terms, QueryTerms query, Span<float> counts)
    {
        foreach (int term in terms)
        {
            int group = query.Find(term, out float weight);
            if (group >= 0)
            {
                counts[group] += weight;
            }
        }
    }

    private static void Sum(ReadOnlySpan<float> from, Span<float> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] += from[i];
        }
    }
}
