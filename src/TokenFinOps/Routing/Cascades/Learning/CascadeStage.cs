namespace TokenFinOps.Routing.Cascades.Learning;

/// <summary>What is expected when some members of a cascade have answered. Immutable and thread-safe.</summary>
/// <param name="Gains">For every answer so far: what the dear deployment's quality would be beyond it.</param>
/// <param name="BaselineCost">What asking the dear deployment would cost, as a share of its mean.</param>
/// <param name="NextCost">What asking the next member would cost, on the same scale; <see langword="null"/> at the last stage.</param>
/// <param name="Later">The value of the choice at the next stage; <see langword="null"/> at the last stage and before it is fitted.</param>
internal sealed record CascadeStage(PatternRegression[] Gains, PatternRegression BaselineCost, PatternRegression? NextCost, PatternRegression? Later)
{
    /// <summary>Chooses what is worth most.</summary>
    /// <param name="pattern">Which answers agree.</param>
    /// <param name="features">What is known.</param>
    /// <param name="price">How much quality a mean dear call must bring.</param>
    public StageChoice Choose(string pattern, ReadOnlySpan<double> features, double price)
    {
        int best = 0;
        double least = Gains[0].Predict(pattern, features);
        for (int i = 1; i < Gains.Length; i++)
        {
            double gain = Gains[i].Predict(pattern, features);
            (best, least) = gain < least ? (i, gain) : (best, least);
        }

        double escalate = -price * Math.Max(0, BaselineCost.Predict(pattern, features));
        double next = NextCost is null || Later is null ? double.NegativeInfinity
            : Later.Predict(pattern, features) - (price * Math.Max(0, NextCost.Predict(pattern, features)));
        return -least >= Math.Max(escalate, next) ? new StageChoice(best, false, -least)
            : next > escalate ? new StageChoice(null, true, next)
            : new StageChoice(null, false, escalate);
    }
}
