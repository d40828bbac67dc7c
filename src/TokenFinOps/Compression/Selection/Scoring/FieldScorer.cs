using TokenFinOps.Compression.Selection.Segmentation;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>BM25F over text and title (Robertson, Zaragoza, Taylor 2004), with the rarity of words taken from the prompt itself, and the share of the question that a part speaks of.</summary>
internal sealed class FieldScorer
{
    private readonly TermCounts _counts;
    private readonly Layout _layout;
    private readonly TermIndex _index;
    private readonly SelectionWeights _weights;
    private readonly float[] _rarity;
    private readonly float _allRarity;
    private readonly float _unitLength;
    private readonly float _passageLength;

    public FieldScorer(TermCounts counts, Layout layout, TermIndex index, int terms, SelectionWeights weights)
    {
        (_counts, _layout, _index, _weights) = (counts, layout, index, weights);
        _rarity = Rarities(counts, index.Units, layout, terms);
        _allRarity = Math.Max(1e-6f, _rarity.Sum());
        int length = 0;
        for (int unit = 0; unit < index.Units; unit++)
        {
            length += index.Unit(unit).Length;
        }

        _unitLength = Math.Max(1f, (float)length / Math.Max(1, index.Units));
        _passageLength = Math.Max(1f, (float)length / Math.Max(1, index.Passages));
    }

    public ReadOnlySpan<float> Rarity => _rarity;

    public float Unit(int unit) =>
        Bm25(_counts.Unit(unit), _counts.Title(_layout.Units[unit].Passage), Norm(_index.Unit(unit).Length / _unitLength, _weights.UnitLength), _weights.TitleWord);

    public float Passage(int passage)
    {
        int length = 0;
        for (int unit = _layout.Passages[passage].First; unit < _layout.EndOf(passage); unit++)
        {
            length += _index.Unit(unit).Length;
        }

        return Bm25(_counts.Passage(passage), _counts.Title(passage), Norm(length / _passageLength, _weights.PassageLength), _weights.PassageTitleWord);
    }

    /// <summary>Gets the share of the question, by rarity, that a unit speaks of, its titles included.</summary>
    public float Coverage(int unit) => Covered(_counts.Unit(unit), _counts.Title(_layout.Units[unit].Passage));

    /// <summary>Gets the share, by rarity, of what a unit leaves open of the question (0 where it is the question that leads here) that another speaks of.</summary>
    public float Rest(int unit, int from)
    {
        ReadOnlySpan<float> text = _counts.Unit(unit);
        float open = 0;
        float covered = 0;
        ReadOnlySpan<float> known = from < 0 ? _counts.Title(_layout.Units[unit].Passage) : _counts.Unit(from);
        for (int term = 0; term < text.Length; term++)
        {
            float rest = _rarity[term] * (1 - Math.Min(1, known[term]));
            open += rest;
            covered += rest * Math.Min(1, text[term]);
        }

        return open > 0 ? covered / open : 0;
    }

    public float PassageCoverage(int passage) => Covered(_counts.Passage(passage), _counts.Title(passage));

    private static float Norm(float relativeLength, float share) => 1 - share + (share * relativeLength);

    private float Bm25(ReadOnlySpan<float> text, ReadOnlySpan<float> title, float norm, float titleWord)
    {
        float score = 0;
        for (int term = 0; term < text.Length; term++)
        {
            float count = (text[term] / norm) + (titleWord * title[term]);
            score += _rarity[term] * count / (_weights.Saturation + count);
        }

        return score;
    }

    private float Covered(ReadOnlySpan<float> text, ReadOnlySpan<float> title)
    {
        float covered = 0;
        for (int term = 0; term < text.Length; term++)
        {
            covered += _rarity[term] * Math.Min(1, Math.Max(text[term], title[term]));
        }

        return covered / _allRarity;
    }

    private static float[] Rarities(TermCounts counts, int units, Layout layout, int terms)
    {
        var frequencies = new float[terms];
        for (int unit = 0; unit < units; unit++)
        {
            ReadOnlySpan<float> text = counts.Unit(unit);
            ReadOnlySpan<float> title = counts.Title(layout.Units[unit].Passage);
            for (int term = 0; term < terms; term++)
            {
                frequencies[term] += Math.Min(1, Math.Max(text[term], title[term]));
            }
        }

        for (int term = 0; term < terms; term++)
        {
            frequencies[term] = MathF.Log(1 + ((units - frequencies[term] + 0.5f) / (frequencies[term] + 0.5f)));
        }

        return frequencies;
    }
}
