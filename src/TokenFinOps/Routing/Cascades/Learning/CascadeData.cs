using TokenFinOps.Routing.Agreement;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>Examples as numbers: what is known of each at every stage of a cascade, and what every choice would have brought.</summary>
internal sealed class CascadeData
{
    private readonly IReadOnlyList<CascadeExample> _examples;
    private readonly double _meanCost;

    /// <param name="examples">The examples.</param>
    /// <param name="scores">By member, and last for the cost, the score of every example's prompt, by weights that were not fitted on it.</param>
    /// <param name="comparer">What says which answers are the same.</param>
    public CascadeData(IReadOnlyList<CascadeExample> examples, double[][] scores, IAnswerComparer comparer)
    {
        _examples = examples;
        Members = examples[0].Answers.Count;
        _meanCost = Math.Max(examples.Average(static example => example.BaselineCost), double.Epsilon);
        Patterns = [.. Enumerable.Range(0, Members).Select(_ => new string[examples.Count])];
        Features = [.. Enumerable.Range(0, Members).Select(_ => new double[examples.Count][])];
        for (int row = 0; row < examples.Count; row++)
        {
            CascadeExample example = examples[row];
            double[] own = [.. scores.Select(member => member[row])];
            string?[] forms = [.. example.Answers.Select(each => comparer.Canonicalise(each.Answer, example.Options))];
            double[] sizes = [.. example.Answers.Select(static each => StageFeatures.SizeOf(each.Answer))];
            for (int stage = 0; stage < Members; stage++)
            {
                Patterns[stage][row] = AnswerPattern.Of(forms.AsSpan(0, stage + 1));
                Features[stage][row] = StageFeatures.Of(own, example.Prompt.Length, sizes.AsSpan(0, stage + 1));
            }
        }
    }

    public int Members { get; }

    public int Rows => _examples.Count;

    /// <summary>Gets, by stage, which answers of every example agree.</summary>
    public string[][] Patterns { get; }

    /// <summary>Gets, by stage, what is known of every example.</summary>
    public double[][][] Features { get; }

    public double[] Gains(int member) => [.. _examples.Select(example => example.BaselineQuality - example.Answers[member].Quality)];

    public double[] Costs(int member) => [.. _examples.Select(example => example.Answers[member].Cost / _meanCost)];

    public double[] BaselineCosts() => [.. _examples.Select(example => example.BaselineCost / _meanCost)];

    public double BaselineQuality => _examples.Average(static example => example.BaselineQuality);

    /// <summary>Gets how an example would have gone: the quality lost against the dear deployment, and the cost as a share of its mean.</summary>
    public (double Loss, double Cost) Play(CascadeStage[] stages, int row, double price)
    {
        CascadeExample example = _examples[row];
        double cost = 0;
        for (int stage = 0; ; stage++)
        {
            cost += example.Answers[stage].Cost / _meanCost;
            StageChoice choice = stages[stage].Choose(Patterns[stage][row], Features[stage][row], price);
            if (choice.Accepted is { } answer)
            {
                return (example.BaselineQuality - example.Answers[answer].Quality, cost);
            }

            if (!choice.AsksNext)
            {
                return (0, cost + (example.BaselineCost / _meanCost));
            }
        }
    }
}
