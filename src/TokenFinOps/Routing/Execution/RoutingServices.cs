using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TokenFinOps.Ledger;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;
using TokenFinOps.Routing.Learning;

namespace TokenFinOps.Routing.Execution;

/// <summary>What all requests of a router share. Thread-safe.</summary>
internal sealed partial class RoutingServices(RoutingOptions options, Router router, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(options.Seed);

    public RoutingOptions Options => options;

    public Router Router => router;

    public TimeProvider Time => time;

    /// <summary>Gets what makes pairs of answers to learn from, or <see langword="null"/>.</summary>
    public ShadowPairs? Shadows { get; set; }

    /// <summary>Draws a factor between a half and one, so that callers who failed together do not come back together.</summary>
    public double Jitter() => 0.5 + (Draw() / 2);

    /// <summary>Draws a number from 0 up to 1.</summary>
    public double Draw()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }

    public FailureKind Classify(Exception exception, CancellationToken caller)
    {
        if (exception is OperationCanceledException && caller.IsCancellationRequested)
        {
            return FailureKind.Cancelled;
        }

        try
        {
            return options.ClassifyFailure?.Invoke(exception) ?? FailureClassifier.Classify(exception, caller);
        }
        catch (Exception failure)
        {
            // The user's code, asked about a failure: its own must not take the place of the fallback.
            LogCallbackFailed(nameof(RoutingOptions.ClassifyFailure), failure);
            return FailureClassifier.Classify(exception, caller);
        }
    }

    public TimeSpan? RetryAfterOf(Exception exception)
    {
        try
        {
            return options.RetryAfter is { } reader ? reader(exception) : RetryAfterReader.Read(exception, time.GetUtcNow());
        }
        catch (Exception failure)
        {
            LogCallbackFailed(nameof(RoutingOptions.RetryAfter), failure);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "What the routing options have as {Callback} threw; the failure is treated as if there was none.")]
    private partial void LogCallbackFailed(string callback, Exception exception);

    /// <summary>Remembers who made the calls in a part of an answer.</summary>
    public void Watch(Route route, Deployment deployment, ChatResponseUpdate update) => router.Memory.Watch(deployment, route.Conversation.Key, update);

    /// <summary>Remembers who answered a request, and how long answers of its kind are.</summary>
    public void Learn(Route route, OpenedAnswer answer, ChatResponse? response, string? responseId)
    {
        // What a fallback answers says nothing about who would have been let down.
        if (route.TeachesAboutTiers && answer.Deployment.Rank == route.Order[0].Rank)
        {
            router.Learner?.Answered(responseId, route.Request, answer.Deployment);
        }

        if (response is not null)
        {
            router.Memory.Watch(answer.Deployment, route.Conversation.Key, response);
        }

        LedgerEntry? entry = answer.Plan.Entry;
        if (entry is { Outcome: not AttemptOutcome.Succeeded })
        {
            return;
        }

        long input = entry is null ? response?.Usage?.InputTokenCount ?? route.Request.InputTokens : (long)entry.Usage.InputTokens;
        long output = entry is null ? response?.Usage?.OutputTokenCount ?? 0 : (long)entry.Usage.OutputTokens;
        router.Memory.Answered(answer.Deployment, route.Conversation, input + output);
        if (output > 0)
        {
            route.Workload.Answered(output);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The deployment {Deployment} failed ({Kind}); another one is tried if there is one.")]
    public partial void LogFailedOver(string deployment, FailureKind kind, Exception exception);

    [LoggerMessage(LogLevel.Information, "A budget or a guardrail refused the deployment {Deployment}; another one is tried if there is one.")]
    public partial void LogRefused(string deployment);

    [LoggerMessage(LogLevel.Warning, "No dear deployment answered; the answer of {Deployment}, which did not convince its cascade, is returned.")]
    public partial void LogInHand(string deployment);

    [LoggerMessage(LogLevel.Warning, "The shadow attempt of {Deployment} failed; nothing is learned from it and no caller waited for it.")]
    public partial void LogShadowFailed(string deployment, Exception exception);

    [LoggerMessage(LogLevel.Warning, "No shadow pairs are made of {Deployment}: it has no price in US dollars, so MaxShadowCostPerDay could not be kept. Give it one, or set MaxShadowCostPerDay to decimal.MaxValue.")]
    public partial void LogShadowHasNoPrice(string deployment);

    [LoggerMessage(LogLevel.Error, "The judgement of a cascade's answers by {Acceptance} failed; the request is escalated.")]
    public partial void LogAcceptanceFailed(string acceptance, Exception exception);
}
