namespace TokenFinOps.Evaluation;

/// <summary>What a suite found.</summary>
internal sealed class SuiteReport
{
    private readonly List<KeyValuePair<string, decimal?>> _figures = [];
    private readonly List<string> _notes = [];

    /// <summary>Gets the figures, in the order in which they were added; a figure without a value could not be measured.</summary>
    public IReadOnlyList<KeyValuePair<string, decimal?>> Figures => _figures;

    public IReadOnlyList<string> Notes => _notes;

    public decimal? this[string figure] => _figures.Single(each => each.Key == figure).Value;

    public void Add(string figure, decimal? value) => _figures.Add(new(figure, value));

    public void Add(string figure, long value) => Add(figure, (decimal?)value);

    public void Add(string figure, double value) => Add(figure, double.IsFinite(value) ? (decimal?)value : null);

    public void Note(string note) => _notes.Add(note);
}
