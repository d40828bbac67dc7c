namespace TokenFinOps.Caching.Acceptance;

/// <summary>
/// Bounds on the share of wrong answers that hold for any number of outcomes, looked at as often as one likes: by betting (Waudby-Smith and Ramdas, "Estimating means of bounded random
/// variables by betting", JRSS B 2023; time-uniform by Ville's inequality, see Howard et al., "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics 2021).
/// </summary>
/// <remarks>
/// Against the claim "whatever came before, the next answer is wrong with probability m at least" capital is bet on right answers: it grows by 1 + λ(m − x). If the claim is true, the
/// capital is a nonnegative supermartingale that starts at 1 and ever reaches 1/α with probability α at most; so is the mean over several stakes λ, which needs no tuning. The upper
/// bound is the least m that is refuted; the lower one bets the other way. As outcomes are 0 or 1, the two counts say all. Forgetting lets counts fade: then the bound is about the recent
/// outcomes, and uniform over a stretch of the half-life only. A value; not thread-safe to change.
/// </remarks>
internal struct FalseHitBound
{
    private const int Halvings = 48;
    private static readonly double[] Stakes = [0.98, 0.7, 0.4, 0.2, 0.1, 0.05, 0.02];

    /// <summary>Gets the number of right answers, faded.</summary>
    public double Right { get; set; }

    /// <summary>Gets the number of wrong answers, faded.</summary>
    public double Wrong { get; set; }

    public readonly double Count => Right + Wrong;

    /// <summary>Takes in an outcome.</summary>
    /// <param name="correct">Whether the answer was right.</param>
    /// <param name="keep">What the outcomes before are still worth, above 0 to 1.</param>
    public void Add(bool correct, double keep)
    {
        Right = (Right * keep) + (correct ? 1 : 0);
        Wrong = (Wrong * keep) + (correct ? 0 : 1);
    }

    /// <summary>Gets the share that the wrong answers stay below; 1 when nothing is known.</summary>
    public readonly double Upper(double confidence)
    {
        double reach = -Math.Log(1 - confidence);
        (double open, double refuted) = (0, 1);
        for (int halving = 0; halving < Halvings; halving++)
        {
            double share = (open + refuted) / 2;
            (open, refuted) = Capital(Right, Wrong, share) >= reach ? (open, share) : (share, refuted);
        }

        return refuted;
    }

    /// <summary>Gets the share that the wrong answers stay above; 0 when nothing is known.</summary>
    public readonly double Lower(double confidence)
    {
        double reach = -Math.Log(1 - confidence);
        (double refuted, double open) = (0, 1);
        for (int halving = 0; halving < Halvings; halving++)
        {
            double share = (open + refuted) / 2;
            (refuted, open) = Capital(Wrong, Right, 1 - share) >= reach ? (share, open) : (refuted, share);
        }

        return refuted;
    }

    /// <summary>Gets whether the share of wrong answers is shown to lie above another: what <see cref="Lower"/> says, at a fraction of its cost.</summary>
    public readonly bool IsAbove(double share, double confidence) => Capital(Wrong, Right, 1 - share) >= -Math.Log(1 - confidence);

    /// <summary>Gets whether the share of wrong answers is shown to lie below another.</summary>
    public readonly bool IsBelow(double share, double confidence) => Capital(Right, Wrong, share) >= -Math.Log(1 - confidence);

    // The logarithm of the capital against "losses have the share m at least", after so many gains and losses. A stake is a part of the most that cannot ruin, 1/(1 − m).
    private static double Capital(double gains, double losses, double share)
    {
        double odds = share / (1 - share);
        double most = double.NegativeInfinity;
        double sum = 0;
        foreach (double part in Stakes)
        {
            double capital = (gains * Math.Log(1 + (part * odds))) + (losses * Math.Log(1 - part));
            (sum, most) = capital > most ? ((sum * Math.Exp(most - capital)) + 1, capital) : (sum + Math.Exp(capital - most), most);
        }

        return most + Math.Log(sum / Stakes.Length);
    }
}
