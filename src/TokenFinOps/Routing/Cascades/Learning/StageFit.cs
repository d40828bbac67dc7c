namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>Fits the stages of a cascade: first what does not depend on the price of quality, then, from the last stage on, what each choice is worth.</summary>
internal sealed class StageFit
{
    private readonly CascadeData _data;
    private readonly int[] _rows;
    private readonly CascadeStage[] _stages;

    public StageFit(CascadeData data, int[] rows)
    {
        (_data, _rows) = (data, rows);
        _stages = [.. Enumerable.Range(0, data.Members).Select(Facts)];
    }

    /// <summary>Gets the stages for a price.</summary>
    public CascadeStage[] At(double price)
    {
        CascadeStage[] stages = [.. _stages];
        double[] values = new double[_data.Rows];
        for (int stage = stages.Length - 2; stage >= 0; stage--)
        {
            foreach (int row in _rows)
            {
                values[row] = stages[stage + 1].Choose(_data.Patterns[stage + 1][row], _data.Features[stage + 1][row], price).Value;
            }

            stages[stage] = stages[stage] with { Later = Fit(stage, values) };
        }

        return stages;
    }

    private CascadeStage Facts(int stage) => new(
        [.. Enumerable.Range(0, stage + 1).Select(member => Fit(stage, _data.Gains(member)))],
        Fit(stage, _data.BaselineCosts()),
        stage + 1 < _data.Members ? Fit(stage, _data.Costs(stage + 1)) : null,
        null);

    private PatternRegression Fit(int stage, double[] targets) => PatternRegression.Fit(_rows, _data.Patterns[stage], _data.Features[stage], targets);
}
