using TokenFinOps.Compression.Selection.Segmentation;
using TokenFinOps.Compression.Selection.Terms;

namespace TokenFinOps.Compression.Selection.Scoring;

/// <summary>Every sign of relevance of every unit, each brought to 0 to 1. Not thread-safe.</summary>
internal sealed class SignTable(int units) : IDisposable
{
    private const int Signs = (int)Sign.LinkHint + 1;

    private readonly RentedList<float> _values = RentedList<float>.Zeros(units * Signs);

    /// <summary>Gets the share of the question that the best unit, with half of what only its passage has, speaks of.</summary>
    public double Signal { get; private set; }

    public Span<float> this[Sign sign] => _values.Span.Slice((int)sign * units, units);

    public void ReadFields(Layout layout, TermIndex index, QueryTerms query, FieldScorer fields, string question)
    {
        var hints = new AnswerHints(question);
        for (int passage = 0; passage < index.Passages; passage++)
        {
            float score = fields.Passage(passage);
            float coverage = fields.PassageCoverage(passage);
            int first = layout.Passages[passage].First;
            for (int unit = first; unit < layout.EndOf(passage); unit++)
            {
                this[Sign.Unit][unit] = fields.Unit(unit);
                this[Sign.Passage][unit] = score;
                this[Sign.Coverage][unit] = fields.Coverage(unit);
                this[Sign.PassageCoverage][unit] = coverage;
                this[Sign.Phrase][unit] = Phrases.Of(index.Unit(unit), query, fields.Rarity);
                this[Sign.Lead][unit] = unit == first ? 1 : 0;
                this[Sign.Hint][unit] = hints.Fits(layout.TextOf(layout.Units[unit])) ? 1 : 0;
                this[Sign.Length][unit] = MathF.Log(1 + index.Unit(unit).Length) / 6;
                this[Sign.Severity][unit] = layout.Passages[passage].Kind == SourceKind.Log && Severity.IsHigh(layout.TextOf(layout.Units[unit])) ? 1 : 0;
                Signal = Math.Max(Signal, this[Sign.Coverage][unit]);
            }
        }

        Normalise(Sign.Unit);
        Normalise(Sign.Passage);
        Normalise(Sign.Phrase);
        ReadNeighbours(layout);
    }

    /// <summary>Divides a sign by its highest value.</summary>
    public void Normalise(Sign sign)
    {
        Span<float> values = this[sign];
        float highest = 0;
        foreach (float value in values)
        {
            highest = Math.Max(highest, value);
        }

        for (int i = 0; i < values.Length && highest > 0; i++)
        {
            values[i] /= highest;
        }
    }

    /// <summary>Writes each unit's signs times their weights.</summary>
    public void Sum(SelectionWeights weights, Span<float> scores)
    {
        ReadOnlySpan<float> worth =
        [
            weights.Unit, weights.Passage, weights.Coverage, weights.PassageCoverage, weights.Phrase, weights.Neighbour, weights.Lead,
            weights.Hint, weights.Length, weights.Severity, weights.Feedback, weights.Link, weights.LinkLead, weights.LinkRest, weights.LinkHint,
        ];
        scores.Clear();
        for (int sign = 0; sign < Signs; sign++)
        {
            ReadOnlySpan<float> values = this[(Sign)sign];
            for (int unit = 0; unit < scores.Length; unit++)
            {
                scores[unit] += worth[sign] * values[unit];
            }
        }
    }

    public void Dispose() => _values.Dispose();

    private void ReadNeighbours(Layout layout)
    {
        ReadOnlySpan<float> own = this[Sign.Unit];
        for (int unit = 0; unit < units; unit++)
        {
            int passage = layout.Units[unit].Passage;
            float before = unit > layout.Passages[passage].First ? own[unit - 1] : 0;
            float after = unit + 1 < layout.EndOf(passage) ? own[unit + 1] : 0;
            this[Sign.Neighbour][unit] = Math.Max(before, after);
        }
    }
}
