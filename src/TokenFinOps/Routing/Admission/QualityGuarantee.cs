using TokenFinOps.Routing.Complexity;

namespace TokenFinOps.Routing.Admission;

/// <summary>A promise: the quality of the answers is on average at most so much below that of the strong model alone.</summary>
/// <remarks>
/// <para>
/// The threshold is found by a fixed-sequence test (Angelopoulos et al. 2021, Learn then Test): candidates are tried from the most careful on, each against the claim
/// that it loses too much, by a bound that holds for any number of examples and any distribution; the first that cannot be refuted ends it. So the chance that the
/// chosen threshold breaks the promise on average over prompts like the examples is at most 1 − confidence. The quality of any finite number of later requests
/// scatters around that average; <see cref="ForNext"/> promises it of them.
/// </para>
/// <para>It takes some 350 examples for a loss of 0.01, half of that for 0.02, before anything can be promised. Immutable and thread-safe.</para>
/// </remarks>
public sealed class QualityGuarantee
{
    // The bound bets on one example after the other: their order must not follow their subject.
    private const int ShuffleSeed = 1;

    internal QualityGuarantee(double loss, double confidence, int? requests = null)
    {
        MaximumLoss = Checked(loss, nameof(loss));
        Confidence = Checked(confidence, nameof(confidence));
        Requests = requests;
    }

    /// <summary>Gets the most quality that may be lost on average.</summary>
    public double MaximumLoss { get; }

    /// <summary>Gets how sure the promise is.</summary>
    public double Confidence { get; }

    /// <summary>Gets of how many requests to come it is promised; <see langword="null"/> when it is promised of the average over all prompts like the examples.</summary>
    public int? Requests { get; }

    /// <summary>Promises the same of so many requests to come, whose mean loss scatters around the average, and not of the average alone.</summary>
    /// <param name="requests">How many, e.g. those of a month.</param>
    /// <returns>The promise. It takes more examples, or sends less to the cheap model; the fewer the requests, the more so.</returns>
    /// <remarks>
    /// The mean of N requests differs from that of n examples with √(1 + n/N) times the deviation that the examples' mean has from the average: so much wider is the bound, as if the two
    /// means were normal.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requests"/> is not positive.</exception>
    public QualityGuarantee ForNext(int requests)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(requests);
        return new QualityGuarantee(MaximumLoss, Confidence, requests);
    }

    /// <summary>Finds the threshold for a trained model; the candidates are those of its calibration.</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">Prompts that the model was <em>not</em> trained on, a random sample of those to come.</param>
    /// <returns>The threshold, or a refusal.</returns>
    public GuaranteedThreshold Calibrate(ComplexityModel model, IReadOnlyList<RoutingExample> examples)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Calibrate(model, examples, [.. model.Calibration.Scores]);
    }

    /// <summary>Finds the threshold.</summary>
    /// <param name="scorer">What scores prompts.</param>
    /// <param name="examples">Prompts that the scorer was <em>not</em> trained on, a random sample of those to come.</param>
    /// <param name="candidates">Thresholds to choose from, which must not come from these examples.</param>
    /// <returns>The threshold, or a refusal.</returns>
    public GuaranteedThreshold Calibrate(IPromptScorer scorer, IReadOnlyList<RoutingExample> examples, IReadOnlyList<float> candidates)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(examples);
        return Calibrate([.. examples.Select(example => scorer.Score(example.Prompt))], examples, candidates);
    }

    /// <summary>Finds the threshold from scores.</summary>
    /// <param name="scores">A score for every example, by a scorer that was not trained on it.</param>
    /// <param name="examples">The examples, a random sample of the prompts to come.</param>
    /// <param name="candidates">Thresholds to choose from, which must not come from these examples.</param>
    /// <returns>The threshold, or a refusal.</returns>
    /// <exception cref="ArgumentException">There are no examples, not as many scores as examples, or a score or a candidate is not a number.</exception>
    public GuaranteedThreshold Calibrate(ReadOnlySpan<double> scores, IReadOnlyList<RoutingExample> examples, IReadOnlyList<float> candidates)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(candidates);
        ScoredExamples.Check(scores, examples);
        if (candidates.Any(float.IsNaN))
        {
            throw new ArgumentException("A candidate is not a number; give scores to choose from.", nameof(candidates));
        }

        double[] gains = [.. examples.Select(static example => example.Gain)];
        double[] keys = scores.ToArray();
        Shuffle(keys, gains);
        double chosen = double.NegativeInfinity;
        double confidence = ConfidenceFor(gains.Length);
        double[] losses = new double[gains.Length];
        foreach (float candidate in candidates.Order())
        {
            FillLosses(keys, gains, candidate, losses);
            if (!MeanLossBound.IsBelow(losses, MaximumLoss, confidence))
            {
                break;
            }

            chosen = candidate;
        }

        return Describe(keys, gains, chosen, confidence);
    }

    /// <summary>Divides the promise among tiers, so that it holds of all of them together.</summary>
    /// <param name="tiers">How many there are; each may break it with an equal part of the risk.</param>
    /// <param name="sharesLoss">Whether several may answer at the same time, so that what each loses adds up.</param>
    internal QualityGuarantee SharedBy(int tiers, bool sharesLoss) =>
        new(sharesLoss ? MaximumLoss / tiers : MaximumLoss, 1 - ((1 - Confidence) / tiers), Requests);

    /// <summary>Gets how few examples it takes at least; <see langword="null"/> when no number that anybody has is enough.</summary>
    internal int? FewestExamples => MeanLossBound.FewestFaultless(MaximumLoss, ConfidenceFor);

    /// <summary>Makes the same promise with another risk that it is broken.</summary>
    internal QualityGuarantee AtRisk(double risk) => new(MaximumLoss, 1 - risk, Requests);

    private double ConfidenceFor(int examples) =>
        Requests is { } requests ? Math.Max(Confidence, NormalDistribution.Probability(NormalDistribution.Quantile(Confidence) * Math.Sqrt(1 + ((double)examples / requests)))) : Confidence;

    private static GuaranteedThreshold Describe(double[] keys, double[] gains, double chosen, double confidence)
    {
        double[] losses = new double[gains.Length];
        FillLosses(keys, gains, chosen, losses);
        return new GuaranteedThreshold
        {
            Threshold = chosen,
            LossBound = double.IsNegativeInfinity(chosen) ? 0 : MeanLossBound.Upper(losses, confidence),
            MeanLoss = losses.Average(),
            CheapShare = keys.Average(key => key <= chosen ? 1.0 : 0),
            Examples = gains.Length,
        };
    }

    private static void FillLosses(double[] scores, double[] gains, double threshold, double[] losses)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = scores[i] <= threshold ? gains[i] : 0;
        }
    }

    private static void Shuffle(double[] keys, double[] gains)
    {
        var random = new Random(ShuffleSeed);
        for (int i = keys.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (keys[i], keys[other]) = (keys[other], keys[i]);
            (gains[i], gains[other]) = (gains[other], gains[i]);
        }
    }

    private static double Checked(double value, string name) =>
        value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "It lies between 0 and 1: a loss of 0.01 is one point in a hundred, a confidence of 0.95 is usual.");
}
