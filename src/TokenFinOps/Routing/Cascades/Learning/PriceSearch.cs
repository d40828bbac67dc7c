using TokenFinOps.Routing.Admission;

namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>Finds the highest price of quality at which a cascade's loss is surely no larger than allowed, on examples that its stages were not fitted on.</summary>
/// <remarks>
/// A fixed-sequence test (Angelopoulos et al. 2021): prices are tried from the most careful on, and the first whose loss cannot be shown to be small enough ends the search.
/// Shown by a normal bound on the mean: a bound for any distribution, as a <see cref="Admission.QualityGuarantee"/> has, is half as wide again, and cross-validation is no
/// independent sample anyway.
/// </remarks>
internal sealed class PriceSearch(CascadeData data, int[] folds, CascadeTrainerOptions options)
{
    private const double Lowest = 0.02;
    private const double Highest = 1;

    // Small, because half a step of what may be lost is left unused on average.
    private const double Step = 1.02;

    private readonly double _deviations = NormalDistribution.Quantile(options.Confidence) * Math.Sqrt(1 + (options.Requests is { } requests ? (double)data.Rows / requests : 0));

    private readonly StageFit[] _fits =
        [.. Enumerable.Range(0, options.Folds).Select(fold => new StageFit(data, [.. Enumerable.Range(0, data.Rows).Where(row => folds[row] != fold)]))];

    /// <summary>Searches.</summary>
    /// <returns>The price with the mean loss and the mean cost at it, or <see langword="null"/> where not even the most careful one is sure.</returns>
    public (double Price, double Loss, double Cost)? Run(CancellationToken cancellationToken)
    {
        (double Price, double Loss, double Cost)? found = null;
        for (double price = Lowest; price <= Highest; price *= Step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (double Loss, double Cost)[] played = Play(price);
            double loss = played.Average(static each => each.Loss);
            if (loss + (_deviations * StandardError(played, loss)) > options.MaximumLoss)
            {
                break;
            }

            double cost = played.Average(static each => each.Cost);
            if (found is null || cost < found.Value.Cost)
            {
                found = (price, loss, cost);
            }
        }

        return found;
    }

    // One example more, at the far end: else some hundred examples without any loss would be certainty.
    private static double StandardError((double Loss, double Cost)[] played, double mean)
    {
        double squares = 1 + played.Sum(each => (each.Loss - mean) * (each.Loss - mean));
        return Math.Sqrt(squares) / played.Length;
    }

    private (double Loss, double Cost)[] Play(double price)
    {
        CascadeStage[][] stages = [.. _fits.Select(fit => fit.At(price))];
        return [.. Enumerable.Range(0, data.Rows).Select(row => data.Play(stages[folds[row]], row, price))];
    }
}
