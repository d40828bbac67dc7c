using Microsoft.Extensions.AI;

namespace TokenFinOps.Routing.Cascades;

/// <summary>Accepts the first answer whose model was sure of it, by the mean log-probability of its tokens.</summary>
/// <remarks>Thread-safe when the reader is. Answers without log-probabilities are not accepted.</remarks>
public sealed class LogProbabilityAcceptance : IAnswerAcceptance
{
    private readonly Func<ChatResponse, double?> _mean;
    private readonly double _threshold;

    /// <summary>Initializes a new instance of the <see cref="LogProbabilityAcceptance"/> class.</summary>
    /// <param name="threshold">The mean natural log-probability from which on an answer is accepted: -0.05 is a mean probability of 95 %.</param>
    /// <param name="mean">
    /// What reads the mean out of a response, or <see langword="null"/> from it where there is none. Microsoft.Extensions.AI has no place of its own for log-probabilities: with the
    /// OpenAI client ask for them in <c>ChatOptions.RawRepresentationFactory</c> and read <c>ContentTokenLogProbabilities</c> of <c>ChatResponse.RawRepresentation</c>.
    /// </param>
    /// <exception cref="ArgumentException">The threshold is above zero.</exception>
    public LogProbabilityAcceptance(double threshold, Func<ChatResponse, double?> mean)
    {
        ArgumentNullException.ThrowIfNull(mean);
        _threshold = threshold <= 0 ? threshold : throw new ArgumentException($"The threshold is {threshold}; log-probabilities are never above 0.", nameof(threshold));
        _mean = mean;
    }

    /// <inheritdoc/>
    public string Name => "log-probability";

    /// <inheritdoc/>
    public ValueTask<AnswerVerdict> JudgeAsync(CascadeAnswers answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answers);
        double? best = null;
        for (int i = answers.Judged; i < answers.Answers.Length; i++)
        {
            double? mean = _mean(answers.Answers[i]);
            if (mean >= _threshold)
            {
                return new(AnswerVerdict.Accept(i, $"{answers.Members[i]} is sure", mean));
            }

            best = mean > best || best is null ? mean : best;
        }

        return new(AnswerVerdict.Escalate(best is null ? "no log-probabilities" : "no member is sure", best));
    }
}
