using TokenFinOps.Routing.Cascades.Learning;
using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Trains the acceptance of a cascade on questions that all of its models have answered, at the cost that the ledger had for each.</summary>
internal sealed class CascadeLearning(CascadePair pair, CascadeTrainerOptions options)
{
    private const int Folds = 5;

    /// <summary>Trains, with the cheapest model asked first.</summary>
    /// <exception cref="EvaluationException">There are too few rows.</exception>
    public CascadePolicy Train(IReadOnlyList<MatrixRow> rows, IReadOnlyDictionary<string, IReadOnlyList<CascadeOutcome>> alone)
    {
        if (rows.Count < ComplexityTrainer.FewestExamples)
        {
            throw new EvaluationException($"There are {rows.Count} rows with answers of all models to learn from; it takes at least {ComplexityTrainer.FewestExamples}, better thousands. Learn nothing with --learn off.");
        }

        return new CascadePolicy(OrderOf(alone), new CascadeTrainer(options).Train([.. Examples(rows, alone)]));
    }

    /// <summary>Gets the rows as examples, with the cheapest model first.</summary>
    public IEnumerable<CascadeExample> Examples(IReadOnlyList<MatrixRow> rows, IReadOnlyDictionary<string, IReadOnlyList<CascadeOutcome>> alone)
    {
        string[] order = OrderOf(alone);
        return rows.Select((row, i) => ExampleOf(order, row, i, alone));
    }

    /// <summary>Divides the questions in five: each part is answered by what was learned on the others.</summary>
    public IEnumerable<(int[] Judged, CascadePolicy Policy)> CrossFit(MatrixRow[] rows, IReadOnlyDictionary<string, IReadOnlyList<CascadeOutcome>> alone)
    {
        int[] folds = [.. rows.Select(row => PromptFold.Of(row.Prompt, Folds, options.Seed))];
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] learned = [.. Enumerable.Range(0, rows.Length).Where(row => folds[row] != fold)];
            int[] judged = [.. Enumerable.Range(0, rows.Length).Where(row => folds[row] == fold)];
            yield return (judged, Train(
                [.. learned.Select(row => rows[row])],
                alone.ToDictionary(static model => model.Key, model => (IReadOnlyList<CascadeOutcome>)[.. learned.Select(row => model.Value[row])])));
        }
    }

    private string[] OrderOf(IReadOnlyDictionary<string, IReadOnlyList<CascadeOutcome>> alone) => [.. pair.Weak.OrderBy(model => alone[model].Sum(static each => each.Cost))];

    private CascadeExample ExampleOf(string[] order, MatrixRow row, int index, IReadOnlyDictionary<string, IReadOnlyList<CascadeOutcome>> alone) => new()
    {
        Prompt = row.Prompt,
        Workload = row.Domain,
        Answers = [.. order.Select(model => new CascadeExampleAnswer(CascadeChatClient.Answer(model, row.Answers[model], 0), (double)row.Answers[model].Quality, (double)alone[model][index].Cost))],
        BaselineQuality = (double)row.Answers[pair.Strong].Quality,
        BaselineCost = (double)alone[pair.Strong][index].Cost,
    };
}
