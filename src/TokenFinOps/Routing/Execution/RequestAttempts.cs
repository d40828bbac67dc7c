using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Execution;

/// <summary>Makes the attempts of one request: what each sends, what is written about it, and what its deployment's health learns from it.</summary>
/// <remarks>Attempts may run beside each other; what they send is changed between them only.</remarks>
internal sealed class RequestAttempts(RoutingServices services, Route route, AttributionScope? scope, Guid requestId)
{
    private readonly JudgePlan? _judged = scope?.Stage?.Find<JudgePlan>();
    private ChatOptions? _options = route.Request.Options;
    private IReadOnlyList<ChatMessage> _messages = route.Request.Messages;
    private bool _hasBegun;

    public Route Route => route;

    /// <summary>Gets how much time the request has left.</summary>
    public RequestTime Time { get; } = new(services.Options, services.Time);

    /// <summary>Sends other messages from now on; <see langword="null"/> for the same.</summary>
    public void Send(IReadOnlyList<ChatMessage>? messages) => _messages = messages ?? _messages;

    /// <summary>Sends from now on what was asked as it was then: the caller may go on with the list that the request was made with.</summary>
    public void Freeze(RoutingRequest request) => (_messages, _options) = (request.Messages, request.Options);

    /// <summary>Makes one attempt, without a second one when it fails. The deployment must have been entered, and not as a probe.</summary>
    public Task<OpenedAnswer> TryAsync(Deployment deployment, AttemptPlan plan, bool isStreaming, AttemptClock clock, CancellationToken cancellationToken) =>
        TryAsync(new EnteredDeployment(deployment, deployment.Health.Ticket), plan, isStreaming, clock, cancellationToken);

    /// <summary>Makes one attempt, without a second one when it fails.</summary>
    public async Task<OpenedAnswer> TryAsync(EnteredDeployment entered, AttemptPlan plan, bool isStreaming, AttemptClock clock, CancellationToken cancellationToken)
    {
        // Set in this method's own flow of execution, so that nobody else sees it.
        AttributionScope own = AttributionScope.For(scope, plan);
        AttributionScope.Exchange(own);
        Deployment deployment = entered.Deployment;
        long startedAt = services.Time.GetTimestamp();
        IAsyncEnumerator<ChatResponseUpdate>? stream = null;
        try
        {
            ChatOptions options = deployment.OptionsFor(_options);
            if (!isStreaming)
            {
                ChatResponse response = await deployment.Client.GetResponseAsync(_messages, options, clock.Token);
                return AnswerContent.WhyNone(deployment.Name, response) is { } why
                    ? throw why
                    : new OpenedAnswer(deployment, Begun(entered, clock, startedAt), plan, clock) { Response = response };
            }

            var updates = new AttributedStream<ChatResponseUpdate>(deployment.Client.GetStreamingResponseAsync(_messages, options, clock.Token), own);
            stream = updates.GetAsyncEnumerator(clock.Token);
            List<ChatResponseUpdate> first = [];
            bool isEnded;
            while (!(isEnded = !await stream.MoveNextAsync()))
            {
                first.Add(stream.Current);
                if (AnswerContent.Says(stream.Current))
                {
                    break;
                }
            }

            return isEnded && AnswerContent.WhyNone(deployment.Name, first) is { } reason
                ? throw reason
                : new OpenedAnswer(deployment, Begun(entered, clock, startedAt), plan, clock) { Stream = stream, First = first, IsEnded = isEnded };
        }
        catch (Exception exception)
        {
            await DropAsync(stream);
            Exception told = exception is OperationCanceledException && clock.HasTimedOut
                ? new TimeoutException($"'{deployment.Name}' did not answer in time.", exception)
                : exception;
            Leave(entered, clock, startedAt, told, cancellationToken);

            // What was refused before it was sent is no entry: the next attempt carries the decision.
            _hasBegun &= plan.Entry is not null || plan.Routing.Decision is null;
            clock.Dispose();
            if (ReferenceEquals(told, exception))
            {
                throw;
            }

            throw told;
        }
    }

    public AttemptPlan PlanFor(
        Deployment deployment, AttemptRole role, string? reason, bool standsForRequest = true, decimal baselineCounted = 0, BaselineClaim? claim = null)
    {
        if (_judged is not null)
        {
            return new JudgePlan(_judged, deployment.Tier, reason, scope?.Stage);
        }

        RoutingDecision? decision = _hasBegun ? null : route.Decision;
        _hasBegun = true;
        return new AttemptPlan(
            requestId, new AttemptRouting(deployment.Tier, role, reason, decision), services.Router.Baseline.Metered, services.Router.Baseline.Model, scope?.Stage)
        {
            StandsForRequest = standsForRequest,
            BaselineCounted = baselineCounted,
            Claim = claim,
        };
    }

    /// <summary>Ties what a judge calls to the request, in the flow of execution of the caller.</summary>
    /// <returns>What tells what that cost.</returns>
    public JudgePlan EnterJudge()
    {
        var plan = new JudgePlan(requestId, scope?.Stage);
        AttributionScope.Exchange(AttributionScope.For(scope, plan));
        return plan;
    }

    /// <summary>Notes that an answer has begun. From here on it is the reader who is waited for.</summary>
    private HealthTicket Begun(EnteredDeployment entered, AttemptClock clock, long startedAt)
    {
        clock.Stop();
        return entered.Deployment.Health.Began(entered.Ticket, services.Time.GetElapsedTime(startedAt));
    }

    private void Leave(EnteredDeployment entered, AttemptClock clock, long startedAt, Exception exception, CancellationToken cancellationToken)
    {
        DeploymentHealth health = entered.Deployment.Health;
        if (clock.IsGivenUp || (clock.IsCutShort && clock.HasTimedOut))
        {
            // It might have answered, in its own time: that it is slow is all that is known.
            health.Left(entered.Ticket, services.Time.GetElapsedTime(startedAt));
            return;
        }

        FailureKind kind = services.Classify(exception, cancellationToken);
        if (FailureClassifier.IsOfDeployment(kind, exception, route.Request.Needs.ContinuesOnServer))
        {
            health.Failed(entered.Ticket, kind, services.RetryAfterOf(exception));
        }
        else
        {
            health.Left(entered.Ticket);
        }
    }

    private static async ValueTask DropAsync(IAsyncEnumerator<ChatResponseUpdate>? stream)
    {
        try
        {
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (Exception)
        {
            // Why the attempt failed is told; that its stream does not end well either would only hide it.
        }
    }
}
