using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace TokenFinOps.Evaluators.Tests;

/// <summary>An evaluator that rates an answer as a test says, and asks the judge first when it is given one.</summary>
internal sealed class ScriptedEvaluator(Func<ChatResponse, EvaluationRating> rate) : IEvaluator
{
    public const string Metric = "Helpfulness";

    public IReadOnlyCollection<string> EvaluationMetricNames { get; } = [Metric];

    /// <summary>The messages that it was shown last.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    /// <summary>What it was told besides, last.</summary>
    public IReadOnlyList<EvaluationContext> Context { get; private set; } = [];

    public async ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages,
        ChatResponse modelResponse,
        ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null,
        CancellationToken cancellationToken = default)
    {
        (Messages, Context) = ([.. messages], [.. additionalContext ?? []]);
        if (chatConfiguration is not null)
        {
            await chatConfiguration.ChatClient.GetResponseAsync("Is it helpful?", cancellationToken: cancellationToken);
        }

        return new EvaluationResult(new NumericMetric(Metric, 3) { Interpretation = new EvaluationMetricInterpretation(rate(modelResponse)) });
    }
}
