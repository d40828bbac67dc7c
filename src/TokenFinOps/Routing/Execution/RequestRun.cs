using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Attribution;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;
using TokenFinOps.Routing.Learning;

namespace TokenFinOps.Routing.Execution;

/// <summary>Carries a request out: tries deployments until one answers, beside each other where asked for, and never after output has been given.</summary>
/// <remarks>Streamed or not, an answer is opened in the same way: a whole answer, or a stream whose first words have come. Used by one flow of execution.</remarks>
internal sealed class RequestRun
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly RoutingServices _services;
    private readonly AttributionScope? _scope;
    private readonly bool _isStreaming;
    private readonly long _startedAt;
    private readonly AttemptQueue _queue;
    private ChatOptions? _options;
    private IReadOnlyList<ChatMessage> _messages;
    private bool _hasBegun;
    private Exception? _refusal;

    public RequestRun(RoutingServices services, Route route, AttributionScope? scope, Guid requestId)
    {
        _services = services;
        Route = route;
        _scope = scope;
        RequestId = requestId;
        _isStreaming = route.Request.IsStreaming;
        _messages = route.Request.Messages;
        _options = route.Request.Options;
        _startedAt = services.Time.GetTimestamp();
        _queue = new AttemptQueue(route.Order, CostOf);
    }

    public Route Route { get; }

    public Guid RequestId { get; }

    private RoutingOptions Options => _services.Options;

    public async Task<ChatResponse> AnswerAsync(CancellationToken cancellationToken)
    {
        await using OpenedAnswer answer = await OpenAsync(cancellationToken);
        answer.Succeeded();
        ChatResponse response = answer.Response!;
        _services.Learn(Route, answer, response, response.ResponseId);
        if (DrawShadow(answer.Deployment) is { } shadow)
        {
            _services.Shadows!.Begin(this, shadow, response);
        }

        return response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OpenedAnswer answer = await OpenAsync(cancellationToken);
        ShadowDraw? shadow = DrawShadow(answer.Deployment);
        List<ChatResponseUpdate>? kept = shadow is null ? null : [];
        string? responseId = null;
        bool isWhole = false;
        try
        {
            foreach (ChatResponseUpdate update in answer.First)
            {
                yield return Seen(update);
            }

            while (!answer.IsEnded && await MoveNextAsync(answer, cancellationToken))
            {
                yield return Seen(answer.Stream!.Current);
            }

            answer.Succeeded();
            isWhole = true;
        }
        finally
        {
            await answer.DisposeAsync();
            _services.Learn(Route, answer, null, responseId);
            if (shadow is not null)
            {
                _services.Shadows!.Begin(this, shadow, isWhole ? kept!.ToChatResponse() : null);
            }
        }

        ChatResponseUpdate Seen(ChatResponseUpdate update)
        {
            responseId ??= update.ResponseId;
            kept?.Add(update);
            _services.Watch(Route, answer.Deployment, update);
            return update;
        }
    }

    // Drawn before the caller has the answer, and may go on with the list that the request was made with.
    private ShadowDraw? DrawShadow(Deployment answered)
    {
        ShadowDraw? shadow = _services.Shadows?.Draw(Route, answered);
        if (shadow is not null)
        {
            (_messages, _options) = (shadow.Request.Messages, shadow.Request.Options);
        }

        return shadow;
    }

    /// <summary>Makes one attempt, without a second one when it fails. The deployment must have been entered.</summary>
    public async Task<OpenedAnswer> TryAsync(Deployment deployment, AttemptPlan plan, bool isStreaming, AttemptClock clock, CancellationToken cancellationToken)
    {
        // Set in this method's own flow of execution, so that nobody else sees it.
        AttributionScope scope = AttributionScope.For(_scope, plan);
        AttributionScope.Exchange(scope);
        long startedAt = _services.Time.GetTimestamp();
        IAsyncEnumerator<ChatResponseUpdate>? stream = null;
        try
        {
            ChatOptions options = deployment.OptionsFor(_options);
            if (!isStreaming)
            {
                ChatResponse response = await deployment.Client.GetResponseAsync(_messages, options, clock.Token);
                return AnswerContent.IsComplete(response)
                    ? new OpenedAnswer(deployment, plan, clock, _services.Time.GetElapsedTime(startedAt)) { Response = response }
                    : throw NoAnswer(deployment);
            }

            var updates = new AttributedStream<ChatResponseUpdate>(deployment.Client.GetStreamingResponseAsync(_messages, options, clock.Token), scope);
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

            return isEnded && !AnswerContent.IsComplete(first)
                ? throw NoAnswer(deployment)
                : new OpenedAnswer(deployment, plan, clock, _services.Time.GetElapsedTime(startedAt)) { Stream = stream, First = first, IsEnded = isEnded };
        }
        catch (Exception exception)
        {
            await DisposeAsync(stream);
            Exception told = exception is OperationCanceledException && clock.HasTimedOut
                ? new TimeoutException($"'{deployment.Name}' did not answer in time.", exception)
                : exception;
            Leave(deployment, clock.IsGivenUp ? FailureKind.Cancelled : _services.Classify(told, cancellationToken), told);
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
        RoutingDecision? decision = _hasBegun ? null : Route.Decision;
        _hasBegun = true;
        return new AttemptPlan(
            RequestId, new AttemptRouting(deployment.Tier, role, reason, decision), _services.Router.Baseline.Metered, _services.Router.Baseline.Model, _scope?.Stage)
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
        var plan = new JudgePlan(RequestId, _scope?.Stage);
        AttributionScope.Exchange(AttributionScope.For(_scope, plan));
        return plan;
    }

    public AttemptClock NewClock(bool isStreaming, CancellationToken cancellationToken)
    {
        TimeSpan timeout = isStreaming ? Options.FirstUpdateTimeout : Options.AnswerTimeout;
        TimeSpan limit = Remaining() is { } left && left < timeout ? left : timeout;
        return new AttemptClock(limit > TimeSpan.Zero ? limit : TimeSpan.FromMilliseconds(1), _services.Time, cancellationToken);
    }

    private async Task<OpenedAnswer> OpenAsync(CancellationToken cancellationToken)
    {
        AttemptRole role = AttemptRole.Answer;
        string? reason = null;
        decimal counted = 0;
        if (Route.Cascade is not null)
        {
            CascadeResult result = await new CascadeRun(_services, this).RunAsync(cancellationToken);
            if (result.Accepted is { } accepted)
            {
                return accepted;
            }

            (role, reason, counted, _messages) = (AttemptRole.Escalation, result.Reason, result.BaselineCounted, result.Messages ?? _messages);
        }

        return await OpenFirstThatAnswersAsync(role, reason, counted, cancellationToken);
    }

    private async Task<OpenedAnswer> OpenFirstThatAnswersAsync(AttemptRole role, string? reason, decimal counted, CancellationToken cancellationToken)
    {
        Exception? last = null;
        BaselineClaim? claim = Options.HedgeAfter is null ? null : new BaselineClaim();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await NextAsync(last, cancellationToken) is not { } deployment)
            {
                throw Exhausted(last);
            }

            try
            {
                return await OpenHedgedAsync(deployment, PlanFor(deployment, role, reason, true, counted, claim), counted, cancellationToken);
            }
            catch (Exception exception)
            {
                FailureKind kind = _services.Classify(exception, cancellationToken);
                if (kind is FailureKind.Incurable or FailureKind.Cancelled)
                {
                    throw;
                }

                _queue.Note(deployment, kind);
                _refusal ??= kind == FailureKind.Refused ? exception : null;
                last = exception;
                role = role == AttemptRole.Answer ? AttemptRole.Fallback : role;
                reason = $"{deployment.Name} failed with {exception.GetType().Name}";
                _services.LogFailedOver(deployment.Name, kind, exception);
            }
        }
    }

    private async ValueTask<Deployment?> NextAsync(Exception? last, CancellationToken cancellationToken)
    {
        if (_queue.Attempts >= Options.MaxAttempts || Remaining() <= TimeSpan.Zero)
        {
            return null;
        }

        if (_queue.TakeNext() is { } next)
        {
            return next;
        }

        while (_queue.ShortestWait() is { } wait)
        {
            // A deployment that has just failed is not hammered, and one that is being probed has a moment to recover.
            TimeSpan pause = FirstPause * Math.Pow(2, Math.Min(_queue.Attempts, 6)) * _services.Jitter();
            TimeSpan delay = wait > pause ? wait : pause;
            if (delay > Options.MaxRetryWait || Remaining() < delay || (_refusal is not null && last == _refusal))
            {
                return null;
            }

            await Task.Delay(delay, _services.Time, cancellationToken);
            if (_queue.TakeAgain() is { } again)
            {
                return again;
            }

            if (_services.Time.GetElapsedTime(_startedAt) > Options.MaxRetryWait * Options.MaxAttempts)
            {
                return null;
            }
        }

        return null;
    }

    private async Task<OpenedAnswer> OpenHedgedAsync(Deployment deployment, AttemptPlan plan, decimal counted, CancellationToken cancellationToken)
    {
        AttemptClock clock = NewClock(_isStreaming, cancellationToken);
        Task<OpenedAnswer> first = TryAsync(deployment, plan, _isStreaming, clock, cancellationToken);
        if (Options.HedgeAfter is not { } patience || first.IsCompleted)
        {
            return await first;
        }

        try
        {
            return await first.WaitAsync(patience, _services.Time, CancellationToken.None);
        }
        catch (TimeoutException) when (!first.IsCompleted)
        {
            // Not its own time-out: patience has ended, and another deployment is asked as well.
        }

        if (_queue.Attempts >= Options.MaxAttempts || _queue.TakeNext() is not { } other)
        {
            return await first;
        }

        AttemptPlan spare = PlanFor(other, AttemptRole.Hedge, $"{deployment.Name} was slow", true, counted, plan.Claim);
        AttemptClock otherClock = NewClock(_isStreaming, cancellationToken);
        Task<OpenedAnswer> second = TryAsync(other, spare, _isStreaming, otherClock, cancellationToken);
        return await FirstOfAsync((first, plan, clock), (second, spare, otherClock));
    }

    private static async Task<OpenedAnswer> FirstOfAsync(
        (Task<OpenedAnswer> Task, AttemptPlan Plan, AttemptClock Clock) left, (Task<OpenedAnswer> Task, AttemptPlan Plan, AttemptClock Clock) right)
    {
        Task<OpenedAnswer> faster = await Task.WhenAny(left.Task, right.Task);
        var (winner, loser) = ReferenceEquals(faster, left.Task) ? (left, right) : (right, left);
        if (!winner.Task.IsCompletedSuccessfully)
        {
            return loser.Task.IsFaulted || loser.Task.IsCanceled ? await left.Task : await loser.Task;
        }

        loser.Plan.IsSpare = true;
        if (!loser.Task.IsCompleted)
        {
            loser.Clock.Cancel();
        }

        _ = DropAsync(loser.Task);
        return await winner.Task;
    }

    private static async Task DropAsync(Task<OpenedAnswer> loser)
    {
        await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loser.IsCompletedSuccessfully)
        {
            await (await loser).DisposeAsync();
        }
    }

    private async ValueTask<bool> MoveNextAsync(OpenedAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.MoveNextAsync(Options.StallTimeout);
        }
        catch (Exception exception)
        {
            answer.Failed(_services.Classify(exception, cancellationToken), _services.RetryAfterOf(exception));
            throw;
        }
    }

    private void Leave(Deployment deployment, FailureKind kind, Exception exception)
    {
        if (kind is FailureKind.Cancelled or FailureKind.Refused or FailureKind.Incurable or FailureKind.TooLong)
        {
            deployment.Health.Left();
            return;
        }

        deployment.Health.Failed(kind, _services.RetryAfterOf(exception));
    }

    private Exception Exhausted(Exception? last)
    {
        Exception? told = _refusal ?? last;
        if (told is null)
        {
            return new RoutingUnavailableException("Every deployment that could serve the request is left alone at the moment because it failed before. Try again later, or add deployments.");
        }

        ExceptionDispatchInfo.Throw(told);
        return told;
    }

    private TimeSpan? Remaining() => Options.Deadline - _services.Time.GetElapsedTime(_startedAt);

    private decimal? CostOf(Deployment deployment) => Route.EstimateOf(deployment);

    private static InvalidDataException NoAnswer(Deployment deployment) => new($"'{deployment.Name}' ended its response without an answer.");

    private static ValueTask DisposeAsync(IAsyncEnumerator<ChatResponseUpdate>? stream) => stream?.DisposeAsync() ?? ValueTask.CompletedTask;
}
