using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Evaluators;

/// <summary>Scores answers with an evaluator of Microsoft.Extensions.AI.Evaluation, for what the router learns and for what a cascade accepts.</summary>
/// <remarks>
/// <para>
/// The evaluator sees the request's messages, its instructions before them as a system message, and the answer. What a judging model costs is on the ledger, and counts for
/// <c>MaxShadowCostPerDay</c>, when the client of its <see cref="ChatConfiguration"/> is metered.
/// </para>
/// <para>Thread-safe when the evaluator is.</para>
/// </remarks>
public sealed class AnswerEvaluator
{
    private readonly IEvaluator _evaluator;
    private readonly ChatConfiguration? _judge;
    private readonly EvaluationScale _scale;

    /// <summary>Initializes a new instance of the <see cref="AnswerEvaluator"/> class.</summary>
    /// <param name="evaluator">The evaluator; several are one as a <see cref="CompositeEvaluator"/>.</param>
    /// <param name="judge">The client that an evaluator which asks a model asks; <see langword="null"/> for one that asks none.</param>
    /// <param name="scale">How metrics become a quality; <see langword="null"/> for the worst of all metrics by the evaluator's ratings.</param>
    /// <exception cref="ArgumentException">The scale names a metric that the evaluator does not have.</exception>
    public AnswerEvaluator(IEvaluator evaluator, ChatConfiguration? judge = null, EvaluationScale? scale = null)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        _evaluator = evaluator;
        _judge = judge;
        _scale = scale ?? EvaluationScale.Default;
        if (_scale.Metrics?.Except(evaluator.EvaluationMetricNames).FirstOrDefault() is { } missing)
        {
            throw new ArgumentException($"The evaluator has no metric '{missing}'; it has {string.Join(", ", evaluator.EvaluationMetricNames)}.", nameof(scale));
        }
    }

    /// <summary>Gets what an evaluator needs besides, such as the facts that an answer must rest on. The default, <see langword="null"/>, is nothing.</summary>
    public Func<RoutingRequest, ChatResponse, IEnumerable<EvaluationContext>>? Context { get; init; }

    /// <summary>Scores an answer: <c>learning.Evaluate = evaluator.ScoreAsync</c>.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The quality, 0 to 1, or <see langword="null"/> where the evaluator could not tell.</returns>
    /// <exception cref="InvalidOperationException">A metric has no rating and the scale can't rate it.</exception>
    public async ValueTask<double?> ScoreAsync(RoutingRequest request, ChatResponse answer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        EvaluationResult result = await _evaluator.EvaluateAsync(Conversation(request), answer, _judge, Context?.Invoke(request, answer), cancellationToken);
        return _scale.QualityOf(result);
    }

    /// <summary>Makes what accepts an answer of a cascade when the evaluator finds it good enough. Where it can't tell, the request is escalated.</summary>
    /// <param name="threshold">The quality from which on an answer is accepted, 0 to 1. The default is 0.75: every metric is good.</param>
    /// <returns>The check.</returns>
    /// <exception cref="ArgumentException">The threshold is not between 0 and 1.</exception>
    public VerifierAcceptance ToAcceptance(double threshold = 0.75) =>
        new(async (request, answer, cancellationToken) => await ScoreAsync(request, answer, cancellationToken) ?? double.NaN, threshold);

    private static IEnumerable<ChatMessage> Conversation(RoutingRequest request) =>
        request.Options?.Instructions is { Length: > 0 } instructions
            ? [new ChatMessage(ChatRole.System, instructions), .. request.Messages]
            : request.Messages;
}
