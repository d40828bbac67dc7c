using TokenFinOps.Compression.Selection.Terms;
using TokenFinOps.Tokens;

namespace TokenFinOps.Evaluation.Compression;

/// <summary>What the selector is compared with, all in the same run and under the same budgets.</summary>
internal static class Baselines
{
    public static IContextMethod[] All(ITokenCounter counter, int seed) =>
    [
        new BaselineMethod("bm25_", counter, IsBySentence: false, static (example, blocks) => Okapi.Score([.. blocks.Select(static block => Terms(block, null))], Terms(example.Question, example.Question))),
        new BaselineMethod("lllbm25_", counter, IsBySentence: false, static (example, blocks) => Okapi.Score([.. blocks.Select(static block => block.Split(' '))], example.Question.Split(' '))),
        new BaselineMethod("random_", counter, IsBySentence: true, (example, blocks) => Random(blocks.Count, seed + example.Question.Length)),
        new BaselineMethod("truncate_", counter, IsBySentence: true, static (_, blocks) => new double[blocks.Count]) { StopsAtMisfit = true },
    ];

    // Words as the selector reads them: the difference between the two is in the ranking.
    private static string[] Terms(string text, string? question)
    {
        using var vocabulary = new Vocabulary();
        using var ids = new RentedList<int>();
        TermReader.Read(question is null ? text : StopWords.WithoutDensePhrases(text), vocabulary, ids);
        string[] terms = [.. ids.Span.ToArray().Select(id => vocabulary[id].ToString())];
        return question is null ? terms : [.. terms.Except(StopWords.For(terms).Stems)];
    }

    private static double[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }
}
