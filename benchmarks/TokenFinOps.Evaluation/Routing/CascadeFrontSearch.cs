namespace TokenFinOps.Evaluation.Routing;

/// <summary>Finds thresholds whose quality is surely no lower than the dear model's, on questions whose scores come from training on others.</summary>
/// <remarks>
/// 1. Puts the questions into 50 bins by score. 2. Draws questions with replacement, as <see cref="CascadeBootstrap"/> does, and keeps the sums by bin: every pair of
/// thresholds is then a sum over bins. 3. Starts from the cascade and gives the cheap model one bin more as long as that is sure, then the dear one as long as it is sure:
/// what is only reached past a failure is never tried, so that luck among many thresholds is not taken for quality.
/// </remarks>
internal sealed class CascadeFrontSearch
{
    private const int Bins = 50;
    private const int Draws = 2_000;

    private readonly IReadOnlyList<CascadeOutcome>[] _ways;
    private readonly int[] _bins;
    private readonly CascadeSums[][] _whole;
    private readonly CascadeSums[][][] _drawn;

    /// <param name="scores">A score for every question.</param>
    /// <param name="alone">How the questions went with one cheap model.</param>
    /// <param name="cascade">How they went with the cascade.</param>
    /// <param name="strong">How they went with the dear model.</param>
    /// <param name="seed">The seed of the draws.</param>
    public CascadeFrontSearch(
        double[] scores, IReadOnlyList<CascadeOutcome> alone, IReadOnlyList<CascadeOutcome> cascade, IReadOnlyList<CascadeOutcome> strong, int seed)
    {
        _ways = [alone, cascade, strong];
        _bins = BinsOf(scores);
        int[] all = [.. Enumerable.Range(0, scores.Length)];
        _whole = SumsOf(all);
        var random = new Random(seed);
        _drawn = [.. Enumerable.Range(0, Draws).Select(_ => SumsOf([.. all.Select(_ => random.Next(all.Length))]))];
    }

    /// <summary>Chooses.</summary>
    /// <param name="confidence">How sure it must be that the quality is no lower than the dear model's.</param>
    /// <returns>The choice; <see langword="null"/> where the cascade itself is not sure, or nothing is cheaper than it.</returns>
    public CascadeFrontChoice? Choose(double confidence)
    {
        int alone = Sure(bins => LowOf(bins, 0, confidence), Bins);
        int sure = alone < 0 ? -1 : Sure(bins => LowOf(alone, bins, confidence), Bins - alone);
        if (sure < 0)
        {
            return null;
        }

        int direct = Enumerable.Range(0, sure + 1).MinBy(bins => Mix(_whole, alone, bins).Cost);
        CascadeSums whole = Mix(_whole, alone, direct);
        return whole.Cost < Mix(_whole, 0, 0).Cost
            ? new CascadeFrontChoice((double)alone / Bins, (double)direct / Bins, whole.Quality, LowOf(alone, direct, confidence), whole.Cost)
            : null;
    }

    // How many bins, from none on, are sure one after the other; -1 where none is not.
    private static int Sure(Func<int, double> low, int most) => Enumerable.Range(0, most + 1).TakeWhile(bins => low(bins) >= 1).DefaultIfEmpty(-1).Last();

    private static int[] BinsOf(double[] scores)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(row => scores[row])];
        int[] bins = new int[scores.Length];
        for (int rank = 0; rank < order.Length; rank++)
        {
            bins[order[rank]] = (int)((long)rank * Bins / order.Length);
        }

        return bins;
    }

    private CascadeSums[][] SumsOf(int[] rows) => [.. _ways.Select(way => SumsOf(way, rows))];

    private CascadeSums[] SumsOf(IReadOnlyList<CascadeOutcome> way, int[] rows)
    {
        var sums = new CascadeSums[Bins];
        foreach (int row in rows)
        {
            ref CascadeSums sum = ref sums[_bins[row]];
            sum = new CascadeSums(sum.Quality + (double)way[row].Quality, sum.Cost + (double)way[row].Cost);
        }

        return sums;
    }

    private double LowOf(int alone, int direct, double confidence)
    {
        double[] ratios = [.. _drawn.Select(draw => Mix(draw, alone, direct).Quality).Order()];
        return ratios[(int)((1 - confidence) * Draws)];
    }

    // As shares of what the dear model does.
    private static CascadeSums Mix(CascadeSums[][] ways, int alone, int direct)
    {
        double quality = 0;
        double cost = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            CascadeSums sums = ways[bin < alone ? 0 : bin < Bins - direct ? 1 : 2][bin];
            quality += sums.Quality;
            cost += sums.Cost;
        }

        return new CascadeSums(quality / ways[2].Sum(static each => each.Quality), cost / ways[2].Sum(static each => each.Cost));
    }
}
