using System.Diagnostics;
using TokenFinOps.Caching.Guard;

namespace TokenFinOps.Evaluation.SemanticCache;

/// <summary>What is a hit at a threshold, with and without the guard.</summary>
internal static class GuardFigures
{
    public static void Add(SuiteReport report, IReadOnlyList<TextPair> pairs, float threshold)
    {
        var model = new LexicalModel();
        TextPair[] different = [.. pairs.Where(static pair => !string.Equals(pair.First, pair.Second, StringComparison.Ordinal))];
        (TextPair Pair, bool IsHit, GuardFindings Findings)[] rows =
            [.. different.Select(pair => (pair, PairScores.Similarity(model, pair) >= threshold, ParaphraseGuard.Compare(pair.First, pair.Second)))];

        report.Add("threshold", threshold);
        report.Add("identical", pairs.Count - different.Length);
        report.Add("hits_of_same", Share(rows, static row => row.Pair.IsSame, static row => row.IsHit));
        report.Add("hits_of_other", Share(rows, static row => !row.Pair.IsSame, static row => row.IsHit));
        report.Add("guarded_hits_of_same", Share(rows, static row => row.Pair.IsSame, static row => row.IsHit && row.Findings == GuardFindings.None));
        report.Add("guarded_hits_of_other", Share(rows, static row => !row.Pair.IsSame, static row => row.IsHit && row.Findings == GuardFindings.None));
        report.Add("guard_us_per_pair", Time(different));
        AddTests(report, rows);
    }

    // CheckList's tests of pairs that are not the same, one note each.
    private static void AddTests(SuiteReport report, (TextPair Pair, bool IsHit, GuardFindings Findings)[] rows)
    {
        foreach (var test in rows.Where(static row => row.Pair.Test is not null).GroupBy(static row => (row.Pair.Capability, row.Pair.Test, row.Pair.IsSame)).OrderBy(static test => test.Key))
        {
            (string? capability, string? name, bool isSame) = test.Key;
            report.Note(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{capability}: {name} ({(isSame ? "same" : "other")}, {test.Count()}): hits {test.Average(static row => row.IsHit ? 1.0 : 0):P1}, guarded {test.Average(static row => row.IsHit && row.Findings == GuardFindings.None ? 1.0 : 0):P1}"));
        }
    }

    private static double Share<T>(T[] rows, Func<T, bool> of, Func<T, bool> have)
    {
        int count = rows.Count(of);
        return count == 0 ? double.NaN : (double)rows.Count(row => of(row) && have(row)) / count;
    }

    private static double Time(TextPair[] pairs)
    {
        TextPair[] timed = [.. pairs.Take(5_000)];
        double best = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long start = Stopwatch.GetTimestamp();
            foreach (TextPair pair in timed)
            {
                ParaphraseGuard.Compare(pair.First, pair.Second);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Math.Max(1, timed.Length));
        }

        return timed.Length == 0 ? double.NaN : best;
    }
}
