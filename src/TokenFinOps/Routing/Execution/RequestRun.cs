using System.Collections.Immutable;
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
    private readonly Route _route;
    private readonly RequestAttempts _attempts;
    private readonly AttemptQueue _queue;
    private readonly bool _isStreaming;
    private ImmutableArray<OpenedAnswer> _inHand = [];
    private AttemptFailures? _failures;

    public RequestRun(RoutingServices services, Route route, AttributionScope? scope, Guid requestId)
    {
        _services = services;
        _route = route;
        _attempts = new RequestAttempts(services, route, scope, requestId);
        _queue = new AttemptQueue(route.Order, route.EstimateOf);
        _isStreaming = route.Request.IsStreaming;
    }

    private RoutingOptions Options => _services.Options;

    public async Task<ChatResponse> AnswerAsync(CancellationToken cancellationToken)
    {
        await using OpenedAnswer answer = await OpenAsync(cancellationToken);
        answer.Succeeded();
        ChatResponse response = answer.Response!;
        _services.Learn(_route, answer, response, response.ResponseId);
        if (DrawShadow(answer.Deployment) is { } shadow)
        {
            _services.Shadows!.Begin(_attempts, shadow, response);
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
            _services.Learn(_route, answer, null, responseId);
            if (shadow is not null)
            {
                _services.Shadows!.Begin(_attempts, shadow, isWhole ? kept!.ToChatResponse() : null);
            }
        }

        ChatResponseUpdate Seen(ChatResponseUpdate update)
        {
            responseId ??= update.ResponseId;
            kept?.Add(update);
            _services.Watch(_route, answer.Deployment, update);
            return update;
        }
    }

    // Drawn before the caller has the answer, and may go on with the list that the request was made with.
    private ShadowDraw? DrawShadow(Deployment answered)
    {
        ShadowDraw? shadow = _services.Shadows?.Draw(_route, answered);
        if (shadow is not null)
        {
            _attempts.Freeze(shadow.Request);
        }

        return shadow;
    }

    private async Task<OpenedAnswer> OpenAsync(CancellationToken cancellationToken)
    {
        AttemptRole role = AttemptRole.Answer;
        string? reason = null;
        decimal counted = 0;
        if (_route.Cascade is not null)
        {
            CascadeResult result = await new CascadeRun(_services, _attempts).RunAsync(cancellationToken);
            if (result.Accepted is { } accepted)
            {
                return accepted;
            }

            (role, reason, counted, _inHand) = (AttemptRole.Escalation, result.Reason, result.BaselineCounted, result.InHand);
            _attempts.Send(result.Messages);
        }

        return await OpenFirstThatAnswersAsync(role, reason, counted, cancellationToken);
    }

    private async Task<OpenedAnswer> OpenFirstThatAnswersAsync(AttemptRole role, string? reason, decimal counted, CancellationToken cancellationToken)
    {
        BaselineClaim? claim = Options.HedgeAfter is null ? null : new BaselineClaim();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            EnteredDeployment? next = await NextAsync(cancellationToken);
            if (InHandInsteadOf(next) is { } answer)
            {
                return answer;
            }

            EnteredDeployment entered = next ?? throw Exhausted();
            try
            {
                return await OpenHedgedAsync(entered, _attempts.PlanFor(entered.Deployment, role, reason, true, counted, claim), counted, cancellationToken);
            }
            catch (Exception exception)
            {
                if (!MayBeCured(entered.Deployment, exception, cancellationToken))
                {
                    throw;
                }

                role = role == AttemptRole.Answer ? AttemptRole.Fallback : role;
                reason = $"{entered.Deployment.Name} failed with {exception.GetType().Name}";
            }
        }
    }

    /// <summary>Finds an answer that a cascade has paid for already, when it is its deployment's turn again or nobody's.</summary>
    private OpenedAnswer? InHandInsteadOf(EnteredDeployment? next)
    {
        foreach (OpenedAnswer answer in _inHand)
        {
            if (next is null || ReferenceEquals(answer.Deployment, next.Value.Deployment))
            {
                next?.Deployment.Health.Left(next.Value.Ticket);
                _services.LogInHand(answer.Deployment.Name);
                return answer;
            }
        }

        return null;
    }

    /// <summary>Notes a failure, and finds out whether another deployment may answer.</summary>
    private bool MayBeCured(Deployment failed, Exception exception, CancellationToken cancellationToken)
    {
        FailureKind kind = _services.Classify(exception, cancellationToken);
        if (kind is FailureKind.Incurable or FailureKind.Cancelled)
        {
            return false;
        }

        _queue.Note(failed, kind);
        (_failures ??= new AttemptFailures()).Add(kind, exception);
        if (kind == FailureKind.Refused)
        {
            _services.LogRefused(failed.Name);
            return true;
        }

        _services.LogFailedOver(failed.Name, kind, exception);
        return true;
    }

    private async ValueTask<EnteredDeployment?> NextAsync(CancellationToken cancellationToken)
    {
        if (_queue.Attempts >= Options.MaxAttempts || _attempts.Time.IsOver)
        {
            return null;
        }

        if (_queue.TakeNext() is { } next)
        {
            return next;
        }

        while (Pause() is { } pause)
        {
            await Task.Delay(pause.Length, _services.Time, cancellationToken);
            if ((_queue.TakeAgain() ?? (pause.EndsInForce ? _queue.TakeForced() : null)) is { } again)
            {
                return again;
            }

            if (_attempts.Time.Elapsed / Options.MaxAttempts > Options.MaxRetryWait)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Gets how long to wait for the next attempt, and whether it is one before its deployment's time; <see langword="null"/> when there is nothing to wait for.</summary>
    private (TimeSpan Length, bool EndsInForce)? Pause()
    {
        if (_failures is { AreAllRefusals: true } || _queue.ShortestWait() is not { } wait)
        {
            return null;
        }

        // A deployment that has just failed is not hammered, and one that is being probed has a moment to recover.
        TimeSpan least = FirstPause * Math.Pow(2, Math.Min(_queue.Attempts, 6)) * _services.Jitter();
        TimeSpan length = wait > least ? wait : least;
        bool endsInForce = length > Options.MaxRetryWait;
        if (endsInForce)
        {
            if (_queue.ShortestWaitForForced() is not { } sooner)
            {
                return null;
            }

            length = sooner > least ? sooner : least;
            if (_attempts.Time.Elapsed + length > Options.MaxRetryWait)
            {
                return null;
            }
        }

        return _attempts.Time.Remaining < length ? null : (length, endsInForce);
    }

    private async Task<OpenedAnswer> OpenHedgedAsync(EnteredDeployment entered, AttemptPlan plan, decimal counted, CancellationToken cancellationToken)
    {
        Deployment deployment = entered.Deployment;
        AttemptClock clock = _attempts.Time.NewClock(_isStreaming, cancellationToken);
        Task<OpenedAnswer> first = _attempts.TryAsync(entered, plan, _isStreaming, clock, cancellationToken);
        if (Options.HedgeAfter is not { } patience || _route.Decision.DecidedBy == RouteDraft.ByConversation)
        {
            return await first;
        }

        // Whether it has ended is asked after the wait, not read from how the wait ended: it may end just as patience does.
        await ((Task)first).WaitAsync(patience, _services.Time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (first.IsCompleted || _queue.Attempts >= Options.MaxAttempts || _queue.TakeNext(lowestRank: deployment.Rank) is not { } other)
        {
            return await first;
        }

        AttemptPlan spare = _attempts.PlanFor(other.Deployment, AttemptRole.Hedge, $"{deployment.Name} was slow", true, counted, plan.Claim);
        AttemptClock otherClock = _attempts.Time.NewClock(_isStreaming, cancellationToken);
        Task<OpenedAnswer> second = _attempts.TryAsync(other, spare, _isStreaming, otherClock, cancellationToken);
        return await FirstOfAsync(
            new HedgedAttempt(deployment, first, plan, clock), new HedgedAttempt(other.Deployment, second, spare, otherClock), cancellationToken);
    }

    private async Task<OpenedAnswer> FirstOfAsync(HedgedAttempt left, HedgedAttempt right, CancellationToken cancellationToken)
    {
        Task<OpenedAnswer> ended = await Task.WhenAny(left.Answer, right.Answer);
        (HedgedAttempt faster, HedgedAttempt slower) = ReferenceEquals(ended, left.Answer) ? (left, right) : (right, left);
        if (await faster.FailureAsync() is not { } failure)
        {
            slower.GiveUp();
            return await faster.Answer;
        }

        if (await slower.FailureAsync() is null)
        {
            _services.LogFailedOver(faster.Deployment.Name, _services.Classify(failure, cancellationToken), failure);
            return await slower.Answer;
        }

        // Each failure is its own deployment's. The left one's is noted by who began it, unless the right one's ends the request.
        Exception ofRight = ReferenceEquals(faster, right) ? failure : (await right.FailureAsync())!;
        return await (MayBeCured(right.Deployment, ofRight, cancellationToken) ? left : right).Answer;
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

    private Exception Exhausted()
    {
        if (_attempts.Time.IsOver)
        {
            return new TimeoutException($"No deployment answered within the request's deadline of {Options.Deadline}.", _failures?.Last);
        }

        if (_failures?.Told is { } told)
        {
            ExceptionDispatchInfo.Throw(told);
        }

        return new RoutingUnavailableException("Every deployment that could serve the request is left alone at the moment because it failed before. Try again later, or add deployments.");
    }

}
