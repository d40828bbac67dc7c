namespace TokenFinOps.Caching.Acceptance;

/// <summary>From which score on answers are served, and what is known of those.</summary>
/// <remarks>
/// Of many cut-offs some look better than they are, and few outcomes lie above a high one. The model knows better how many of them are wrong to be expected, because all outcomes made it;
/// held-out outcomes show that it is right about it. So both are held against a promise as outcomes seen twice: half of what the model expects and half of what was wrong, or all of what was
/// wrong where that is more.
/// </remarks>
/// <param name="Score">The least log-odds; infinite when nothing may be served.</param>
/// <param name="Outcomes">How many outcomes have that score at least, faded.</param>
/// <param name="Wrong">How many of them were wrong, faded.</param>
/// <param name="Bound">What the share of wrong ones stays below among them.</param>
internal readonly record struct CutOff(double Score, double Outcomes, double Wrong, double Bound)
{
    private const double Growth = 1.12;
    private const double Fewest = 20;
    private const double Witnesses = 2;

    public static CutOff Closed { get; } = new(double.PositiveInfinity, 0, 0, 1);

    public bool IsClosed => double.IsPositiveInfinity(Score);

    /// <summary>Finds the lowest score from which on the outcomes allow a promise.</summary>
    /// <param name="outcomes">The outcomes; they are sorted in place.</param>
    /// <param name="share">The share of wrong answers that is promised.</param>
    /// <param name="horizon">For how many hits to come, so that few wrong ones among few hits count as what they are.</param>
    /// <param name="confidence">How sure the promise is to be.</param>
    public static CutOff Find(HeldOut[] outcomes, double share, double horizon, double confidence)
    {
        Array.Sort(outcomes, static (one, other) => other.Score.CompareTo(one.Score));
        CutOff found = Closed;
        (double count, double wrong, double expected) = (0, 0, 0);
        double next = Fewest;
        for (int i = 0; i < outcomes.Length; i++)
        {
            count += outcomes[i].Weight;
            wrong += outcomes[i].Correct ? 0 : outcomes[i].Weight;
            expected += outcomes[i].Weight * LogisticFit.Sigmoid(-outcomes[i].Score);
            bool tied = i + 1 < outcomes.Length && outcomes[i + 1].Score == outcomes[i].Score;
            if (tied || count < next)
            {
                continue;
            }

            next = count * Growth;
            double assumed = Math.Max(wrong, (wrong + expected) / 2);
            if (ForecastTail.Exceeds(assumed * Witnesses, count * Witnesses, horizon, share) <= 1 - confidence)
            {
                found = new CutOff(outcomes[i].Score, count, wrong, 1);
            }
        }

        return found.IsClosed ? found : found with { Bound = new FalseHitBound { Right = found.Outcomes - found.Wrong, Wrong = found.Wrong }.Upper(confidence) };
    }
}
