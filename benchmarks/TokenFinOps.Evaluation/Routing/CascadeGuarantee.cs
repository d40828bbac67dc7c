using TokenFinOps.Pricing.Catalogue;
using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Agreement;
using TokenFinOps.Routing.Cascades.Learning;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Routing;

/// <summary>Lets a cascade learn under a promise from a half of the questions, and looks at the other half; at the prices and counts of the ledger.</summary>
internal sealed class CascadeGuarantee
{
    private readonly QualityGuarantee _guarantee;
    private readonly bool _isAverage;
    private readonly int _seed;
    private readonly CascadeExample[] _examples;
    private readonly string?[][] _forms;
    private readonly double[][] _sizes;

    private CascadeGuarantee(CascadeExample[] examples, QualityGuarantee guarantee, bool isAverage, int seed)
    {
        (_examples, _guarantee, _isAverage, _seed) = (examples, guarantee, isAverage, seed);
        _forms = [.. examples.Select(static example => example.Answers.Select(static each => AnswerComparer.Default.Canonicalise(each.Answer, null)).ToArray())];
        _sizes = [.. examples.Select(static example => example.Answers.Select(static each => StageFeatures.SizeOf(each.Answer)).ToArray())];
    }

    /// <summary>Has every model answer every question, so that the ledger says what each answer costs.</summary>
    public static async Task<CascadeGuarantee> ReadAsync(SuiteContext context, CascadePair pair, QualityGuarantee guarantee, bool isAverage, CancellationToken cancellationToken)
    {
        MatrixRow[] rows = pair.RowsOf(MatrixFile.Read(context.Data));
        var prices = new CascadePrices(null, PriceCatalogue.Shipped, TimeProvider.System.GetUtcNow());
        var replay = new CascadeReplay(pair.Models.ToDictionary(static model => model, prices.Of), new TokenCounter(new TokenCounterOptions { WhileLoading = LoadingBehavior.Wait }));
        var alone = new Dictionary<string, IReadOnlyList<CascadeOutcome>>();
        foreach (string model in pair.Models)
        {
            alone[model] = await replay.RunAsync(new CascadePair([], model), rows, null, static _ => { }, cancellationToken);
        }

        return new CascadeGuarantee([.. new CascadeLearning(pair, new CascadeTrainerOptions()).Examples(rows, alone)], guarantee, isAverage, context.Seed);
    }

    public static string Description => "Each split learns the cascade on half of the data, its price of quality included, and measures on the other half; costs are the ledger's, at shipped prices.";

    public SplitOutcome Run(int split)
    {
        int[] rows = [.. Enumerable.Range(0, _examples.Length)];
        new Random(unchecked((_seed * 1_000_003) + split)).Shuffle(rows);
        int[] rest = rows[(rows.Length / 2)..];
        CascadeModel model = new CascadeTrainer(new CascadeTrainerOptions
        {
            MaximumLoss = _guarantee.MaximumLoss,
            Confidence = _guarantee.Confidence,
            Requests = _isAverage ? null : rest.Length,
            Seed = _seed,
        }).Train([.. rows[..(rows.Length / 2)].Select(row => _examples[row])]);
        if (model.IsRefused)
        {
            return new SplitOutcome(true, 0, 0, 0) { CostRatio = 1 };
        }

        (double Loss, double Cost, bool IsCheap)[] played = [.. rest.Select(row => Play(model, row))];
        double loss = played.Average(static each => each.Loss);
        double foreseen = 1 - model.Figures.QualityRatio;
        double population = (loss + (foreseen * rows[..(rows.Length / 2)].Average(row => _examples[row].BaselineQuality))) / 2;
        return new SplitOutcome(false, loss, population, played.Average(static each => each.IsCheap ? 1.0 : 0))
        {
            CostRatio = played.Sum(static each => each.Cost) / rest.Sum(row => _examples[row].BaselineCost),
        };
    }

    private (double Loss, double Cost, bool IsCheap) Play(CascadeModel model, int row)
    {
        CascadeExample example = _examples[row];
        double cost = 0;
        for (int asked = 1; ; asked++)
        {
            cost += example.Answers[asked - 1].Cost;
            StageChoice choice = model.Choose(example.Prompt, _forms[row].AsSpan(0, asked), _sizes[row].AsSpan(0, asked));
            if (choice.Accepted is { } answer)
            {
                return (example.BaselineQuality - example.Answers[answer].Quality, cost, true);
            }

            if (!choice.AsksNext)
            {
                return (0, cost + example.BaselineCost, false);
            }
        }
    }
}
