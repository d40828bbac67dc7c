namespace TokenFinOps.Routing.Learning;

/// <summary>How good two answers to the same request were, of a cheap tier and of the baseline.</summary>
internal readonly record struct LearnedPair
{
    private readonly float _cheap;
    private readonly float _baseline;

    /// <summary>Initializes a new instance of the <see cref="LearnedPair"/> struct.</summary>
    /// <param name="score">How hard the prompt is; one that is no number is never permitted, so it counts as the hardest.</param>
    /// <param name="cheapQuality">How good the cheap tier's answer was, 0 to 1.</param>
    /// <param name="baselineQuality">How good the baseline's was, 0 to 1.</param>
    public LearnedPair(double score, double cheapQuality, double baselineQuality)
    {
        Score = double.IsNaN(score) ? double.PositiveInfinity : score;
        (_cheap, _baseline) = (Checked(cheapQuality, nameof(cheapQuality)), Checked(baselineQuality, nameof(baselineQuality)));
        IsJudged = true;
    }

    public double Score { get; private init; }

    public double CheapQuality => IsJudged ? _cheap : 0;

    public double BaselineQuality => IsJudged ? _baseline : 1;

    public bool IsJudged { get; }

    /// <summary>Makes a pair that nobody could judge. It counts as lost: left out, the promise would be about other requests than those that are let down.</summary>
    public static LearnedPair Unjudged(double score) => new() { Score = double.IsNaN(score) ? double.PositiveInfinity : score };

    private static float Checked(double quality, string name) =>
        quality is >= 0 and <= 1 ? (float)quality : throw new ArgumentOutOfRangeException(name, quality, "A quality lies within 0 (useless) and 1 (perfect).");
}
