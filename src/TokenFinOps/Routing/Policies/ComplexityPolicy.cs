using TokenFinOps.Routing.Admission;
using TokenFinOps.Routing.Complexity;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Policies;

/// <summary>Sends a prompt to the strong tier where that is expected to gain much, and to the cheap one elsewhere, by a score of the prompt alone.</summary>
/// <remarks>
/// Scores do not carry over from one kind of work to another: train the scorer on prompts of your own (<see cref="ComplexityTrainer"/>), and ask
/// <see cref="AdmissionTest"/> first whether it is worth it. Immutable and thread-safe.
/// </remarks>
public sealed class ComplexityPolicy : IRoutingPolicy, ITierNames
{
    private readonly IPromptScorer _scorer;
    private readonly double _threshold;
    private readonly string _cheap;
    private readonly string _strong;

    /// <summary>Initializes a new instance of the <see cref="ComplexityPolicy"/> class.</summary>
    /// <param name="scorer">What scores prompts: a <see cref="ComplexityModel"/> or <see cref="NearestPrompts"/>.</param>
    /// <param name="threshold">The highest score that goes to the cheap tier, e.g. <see cref="GuaranteedThreshold.Threshold"/>.</param>
    /// <param name="cheap">The cheap tier.</param>
    /// <param name="strong">The strong tier.</param>
    /// <exception cref="ArgumentException">A name is empty, or the threshold is not a number.</exception>
    public ComplexityPolicy(IPromptScorer scorer, double threshold, string cheap, string strong)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentException.ThrowIfNullOrWhiteSpace(cheap);
        ArgumentException.ThrowIfNullOrWhiteSpace(strong);
        if (double.IsNaN(threshold))
        {
            throw new ArgumentException("The threshold is not a number; take one from a calibration.", nameof(threshold));
        }

        _scorer = scorer;
        _threshold = threshold;
        _cheap = cheap;
        _strong = strong;
        Name = scorer is NearestPrompts ? "nearest" : "complexity";
    }

    /// <inheritdoc/>
    public string Name { get; }

    IReadOnlyList<string> ITierNames.TierNames => [_cheap, _strong];

    /// <inheritdoc/>
    public RoutingOpinion Judge(RoutingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Ask.Length == 0)
        {
            return RoutingOpinion.Abstain("nobody asks anything");
        }

        double score = _scorer.Score(request.Ask);
        return score <= _threshold
            ? RoutingOpinion.Prefer(_cheap, "little to gain above", score)
            : RoutingOpinion.Prefer(_strong, "much to gain", score);
    }
}
