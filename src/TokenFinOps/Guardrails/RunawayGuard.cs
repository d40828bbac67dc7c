using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TokenFinOps.Attribution;
using TokenFinOps.Guardrails.Behaviour;
using TokenFinOps.Guardrails.Runs;
using TokenFinOps.Ledger.Metering;

namespace TokenFinOps.Guardrails;

/// <summary>Watches runs: holds them to their limits and finds those that go round in circles, before every call that they make.</summary>
/// <remarks>
/// Thread-safe. A call outside a run passes at once. What is found is decided on under the lock of the run and all runs around and inside it; the worst case of
/// a call is worked out, and trips are told, outside of it.
/// </remarks>
internal sealed partial class RunawayGuard(GuardrailOptions options, RunRegistry runs, WorstCaseEstimator worstCases, TripReporter reporter, TimeProvider time, ILogger logger)
    : IAttemptGate, ICostPressure
{
    private readonly HistoryReader _history = new(options);
    private readonly LimitCheck _limits = new(options.SoftShare);

    public ValueTask<IAttemptPass?> EnterAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.RunId is not { } runId)
        {
            return default;
        }

        var admission = new Admission(attempt, runs.Find(attempt.Run, runId, attempt.ParentRunId));
        ReadHistory(admission);
        Admit(admission);
        reporter.Report(admission.Trips, attempt);
        return admission.Refusal is { } refusal
            ? ValueTask.FromException<IAttemptPass?>(new RunawayStoppedException(refusal, admission.Run.LastAnswer ?? LastAnswerIn(attempt)))
            : new ValueTask<IAttemptPass?>(admission.Pass);
    }

    public bool PrefersCheaper(in FinOpsRequest request)
    {
        for (RunState? run = request.RunId is { } id ? runs.Peek(request.Run, id) : null; run is not null; run = run.Parent)
        {
            if (run.PrefersCheaper)
            {
                return true;
            }
        }

        return false;
    }

    // What the history holds is the user's own objects, which may fail in any way when they are read; the call is not theirs to break.
    private void ReadHistory(Admission admission)
    {
        if (admission.Attempt.Messages is not { } messages)
        {
            return;
        }

        List<LoopSign> signs = [];
        lock (admission.Run.Tree)
        {
            try
            {
                IReadOnlyList<ChatMessage> history = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
                (admission.Conversation, bool isNew) = _history.Read(admission.Run.Conversations, history, admission.Attempt.Options?.ConversationId, signs);
                admission.Conversation.IsWrappedUp |= isNew && admission.Run.IsClosing;
            }
            catch (Exception exception)
            {
                LogUnreadable(logger, exception, admission.Run.Id);
            }

            foreach (LoopSign sign in signs)
            {
                Trip(admission, admission.Run, sign.Rule, options.ActionOf(sign.Rule), sign.Limit, sign.Value, sign.Evidence, isLoop: true);
            }
        }
    }

    // Twice at most: when a call is to wrap up, it is another call, and its worst case another one.
    private void Admit(Admission admission)
    {
        while (!TryAdmit(admission, WorstCaseOf(admission)))
        {
            WrapUp.Apply(admission.Attempt, options.WrapUpInstruction);
            admission.WrapsUp = true;
        }
    }

    private bool TryAdmit(Admission admission, WorstCase? worst)
    {
        lock (admission.Run.Tree)
        {
            var call = NextCall.Of(admission.Run, worst, admission.Conversation?.ContextGrowth ?? 0);
            CheckLimits(admission, call);
            CheckStopped(admission);
            if (admission.Refusal is not null)
            {
                return true;
            }

            if (!admission.WrapsUp && admission.Conversation is not null && admission.Run.WrappingUp is not null)
            {
                return false;
            }

            admission.Run.Hold(call.Cost.GetValueOrDefault(), call.Tokens);
            admission.Pass = new RunPass(runs, admission.Run, admission.Conversation, call, admission.WrapsUp);
            return true;
        }
    }

    private void CheckLimits(Admission admission, in NextCall call)
    {
        List<Breach> breaches = [];
        _limits.Check(call, runs.Now, breaches);
        foreach (Breach breach in breaches)
        {
            GuardrailAction onLimit = options.ActionOf(breach.Rule);
            GuardrailAction action = breach.IsSoft && onLimit > options.SoftAction ? options.SoftAction : onLimit;
            GuardrailTrip trip = Trip(admission, breach.Run, breach.Rule, action, breach.Limit, breach.Value, breach.Evidence, isLoop: false);
            admission.Refusal ??= action == GuardrailAction.Stop ? trip : null;
        }
    }

    private void CheckStopped(Admission admission)
    {
        for (RunState? run = admission.Run; run is not null; run = run.Parent)
        {
            admission.Refusal ??= run.Stopped;
        }

        // The answer was given, and still the run goes on.
        if (admission.Refusal is null && admission.Conversation is { IsWrappedUp: true } && admission.Run.WrappingUp is { WrapUp: { } wrapUp } owner)
        {
            admission.Refusal = Trip(
                admission, owner, wrapUp.Rule, GuardrailAction.Stop, wrapUp.Limit, wrapUp.Value, $"{wrapUp.Evidence}; it went on after wrapping up", isLoop: false);
        }
    }

    private GuardrailTrip Trip(
        Admission admission, RunState run, GuardrailRule rule, GuardrailAction action, decimal limit, decimal value, string evidence, bool isLoop)
    {
        var trip = new GuardrailTrip
        {
            RunId = run.Id,
            ParentRunId = run.Parent?.Id,
            Rule = rule,
            Action = action,
            Limit = limit,
            Value = value,
            Evidence = evidence,
            Timestamp = time.GetUtcNow(),
            Tags = admission.Attempt.Tags,
        };
        if (run.Escalate(rule, action))
        {
            admission.Trips.Add(trip);
            run.PrefersCheaper |= action == GuardrailAction.CheaperTier;
            run.WrapUp ??= action == GuardrailAction.WrapUp ? trip : null;
            run.Stopped ??= isLoop && action == GuardrailAction.Stop ? trip : null;
        }

        return trip;
    }

    private WorstCase? WorstCaseOf(Admission admission)
    {
        try
        {
            return admission.Run.Reserves ? worstCases.Estimate(admission.Attempt) : null;
        }
        catch (Exception exception)
        {
            LogNotEstimated(logger, exception, admission.Run.Id);
            return null;
        }
    }

    private static string? LastAnswerIn(Attempt attempt) =>
        attempt.Messages?.LastOrDefault(static message => message.Role == ChatRole.Assistant && message.Text.Length > 0)?.Text;

    [LoggerMessage(LogLevel.Error, "The history of a call in run {RunId} could not be read to the end; loops in it may be missed. The call itself was not affected.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string runId);

    [LoggerMessage(LogLevel.Error, "The worst case of a call in run {RunId} could not be worked out; it is treated as a call without a price.")]
    private static partial void LogNotEstimated(ILogger logger, Exception exception, string runId);
}
