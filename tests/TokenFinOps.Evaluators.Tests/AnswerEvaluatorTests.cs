using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Evaluators.Tests;

/// <summary>An evaluator sees the whole conversation, and scores an answer to it.</summary>
public sealed class AnswerEvaluatorTests
{
    private static readonly ChatResponse Answer = new(new ChatMessage(ChatRole.Assistant, "It is free until Friday."));

    [Fact]
    public async Task Instructions_are_a_part_of_the_conversation()
    {
        var evaluator = new ScriptedEvaluator(static _ => EvaluationRating.Good);
        var request = new RoutingRequest([new ChatMessage(ChatRole.User, "What does it cost?")], new ChatOptions { Instructions = "Be brief." });

        double? quality = await new AnswerEvaluator(evaluator).ScoreAsync(request, Answer, TestContext.Current.CancellationToken);

        Assert.Equal(0.75, quality);
        Assert.Equal([(ChatRole.System, "Be brief."), (ChatRole.User, "What does it cost?")], evaluator.Messages.Select(static message => (message.Role, message.Text)));
    }

    [Fact]
    public async Task An_evaluator_is_told_what_else_it_needs()
    {
        var evaluator = new ScriptedEvaluator(static _ => EvaluationRating.Good);
        var scorer = new AnswerEvaluator(evaluator) { Context = static (request, answer) => [new Facts($"{request.Ask} {answer.Text}")] };

        await scorer.ScoreAsync(new RoutingRequest([new ChatMessage(ChatRole.User, "What does it cost?")]), Answer, TestContext.Current.CancellationToken);

        Assert.Equal("What does it cost? It is free until Friday.", ((TextContent)Assert.Single(Assert.Single(evaluator.Context).Contents)).Text);
    }

    [Fact]
    public void A_metric_that_the_evaluator_does_not_have_is_a_mistake()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(static () =>
            new AnswerEvaluator(new ScriptedEvaluator(static _ => EvaluationRating.Good), scale: new EvaluationScale { Metrics = ["Helpfulnes"] }));

        Assert.Contains("'Helpfulnes'; it has Helpfulness", error.Message, StringComparison.Ordinal);
    }

    private sealed class Facts(string facts) : EvaluationContext("Facts", facts);
}
