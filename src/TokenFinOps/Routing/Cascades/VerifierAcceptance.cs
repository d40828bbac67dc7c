using Microsoft.Extensions.AI;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Cascades;

/// <summary>Accepts the first answer that a check of the user's own finds good enough: a compiler, a unit test, a query that runs.</summary>
/// <remarks>Thread-safe when the check is.</remarks>
/// <param name="check">Scores an answer, 0 to 1: how likely it is good enough.</param>
/// <param name="threshold">The score from which on an answer is accepted, 0 to 1.</param>
/// <exception cref="ArgumentException">The threshold is not between 0 and 1.</exception>
public sealed class VerifierAcceptance(Func<RoutingRequest, ChatResponse, CancellationToken, ValueTask<double>> check, double threshold = 0.5) : IAnswerAcceptance
{
    private readonly Func<RoutingRequest, ChatResponse, CancellationToken, ValueTask<double>> _check = check ?? throw new ArgumentNullException(nameof(check));

    private readonly double _threshold = threshold is >= 0 and <= 1 ? threshold : throw new ArgumentException($"The threshold is {threshold}; use 0 to 1.", nameof(threshold));

    /// <inheritdoc/>
    public string Name => "verifier";

    /// <inheritdoc/>
    public async ValueTask<AnswerVerdict> JudgeAsync(CascadeAnswers answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answers);
        double best = 0;
        for (int i = answers.Judged; i < answers.Answers.Length; i++)
        {
            double score = await _check(answers.Request, answers.Answers[i], cancellationToken);
            if (score >= _threshold)
            {
                return AnswerVerdict.Accept(i, $"the check of {answers.Members[i]} passed", score);
            }

            // Not Math.Max: a check that returns NaN knows nothing, and a record has no place for it.
            best = score > best ? score : best;
        }

        return AnswerVerdict.Escalate("no answer passed the check", best);
    }
}
