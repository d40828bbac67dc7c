using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Agreement;
using TokenFinOps.Routing.Cascades;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Health;

namespace TokenFinOps.Routing.Execution;

/// <summary>Asks the members of a cascade, at the same time or in turn, and has their answers judged. Used by one request.</summary>
internal sealed class CascadeRun(RoutingServices services, RequestAttempts attempts)
{
    private readonly Cascade _cascade = attempts.Route.Cascade!;
    private readonly BaselineClaim _claim = new();
    private readonly List<OpenedAnswer> _given = [];
    private decimal _counted;

    public async Task<CascadeResult> RunAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<Deployment> members = attempts.Route.Members;
        int step = _cascade.AsksInTurn ? 1 : members.Length;
        OpenedAnswer? accepted = null;
        AnswerVerdict verdict = default;
        CascadeAnswers question = Question(0, members.Length, 0);
        try
        {
            for (int asked = 0; asked < members.Length && accepted is null && !verdict.SkipsRest; asked += step)
            {
                int judged = _given.Count;
                await AskAsync(members.Slice(asked, step), cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                question = Question(asked + step, members.Length - asked - step, judged);
                verdict = await JudgeAsync(question, cancellationToken);
                accepted = verdict.Accepted is { } index && index >= 0 && index < _given.Count ? _given[index] : null;
            }

            return accepted is not null
                ? new CascadeResult(Streamed(accepted), verdict.Reason, 0, null, [])
                : new CascadeResult(null, verdict.Reason, _counted, HandOver(question), InHand());
        }
        finally
        {
            foreach (OpenedAnswer answer in _given)
            {
                answer.Succeeded();
                if (!ReferenceEquals(answer, accepted))
                {
                    await answer.DisposeAsync();
                }
            }
        }
    }

    private CascadeAnswers Question(int asked, int unasked, int judged) =>
        new(attempts.Route.Request, [.. _given.Select(static each => each.Response!)], [.. _given.Select(static each => each.Deployment.Name)], asked)
        {
            Unasked = unasked,
            Judged = judged,
        };

    private async Task AskAsync(ImmutableArray<Deployment> members, CancellationToken cancellationToken)
    {
        (AttemptPlan? Plan, Task<OpenedAnswer?> Answer)[] asked = [.. members.Select(member => Ask(member, cancellationToken))];
        Task all = Task.WhenAll(asked.Select(static each => each.Answer));
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        // Kept before anything is thrown: a caller who leaves one member leaves the answers of the others behind, and they must be ended.
        foreach ((AttemptPlan? _, Task<OpenedAnswer?> answer) in asked)
        {
            if (answer.IsCompletedSuccessfully && await answer is { } given)
            {
                _given.Add(given);
            }
        }

        await all;
        _counted += asked.Sum(static each => each.Plan?.Entry?.BaselineCost ?? 0);
    }

    private (AttemptPlan? Plan, Task<OpenedAnswer?> Answer) Ask(Deployment member, CancellationToken cancellationToken)
    {
        if (!member.Health.TryEnter(out HealthTicket ticket))
        {
            return (null, Task.FromResult<OpenedAnswer?>(null));
        }

        AttemptPlan plan = attempts.PlanFor(member, AttemptRole.CascadeMember, _cascade.Name, claim: _claim);
        return (plan, AskAsync(new EnteredDeployment(member, ticket), plan, cancellationToken));
    }

    private async Task<OpenedAnswer?> AskAsync(EnteredDeployment member, AttemptPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await attempts.TryAsync(member, plan, isStreaming: false, attempts.Time.NewHalfClock(cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (services.Classify(exception, cancellationToken) != FailureKind.Cancelled)
        {
            services.LogFailedOver(member.Deployment.Name, services.Classify(exception, cancellationToken), exception);
            return null;
        }
    }

    private async ValueTask<AnswerVerdict> JudgeAsync(CascadeAnswers answers, CancellationToken cancellationToken)
    {
        if (answers.Answers.IsEmpty)
        {
            return AnswerVerdict.Escalate("no member answered");
        }

        using AttemptClock? clock = attempts.Time.NewJudgeClock(cancellationToken);
        try
        {
            attempts.EnterJudge();
            ValueTask<AnswerVerdict> verdict = SoundAnswers.JudgeAsync(_cascade.Acceptance, answers, clock?.Token ?? cancellationToken);
            return clock is null ? await verdict : await verdict.AsTask().WaitAsync(clock.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            services.LogAcceptanceFailed(_cascade.Acceptance.Name, exception);
            return AnswerVerdict.Escalate(
                clock is { HasTimedOut: true } ? "the judgement took more than its half of the time that was left" : $"the judgement failed with {exception.GetType().Name}");
        }
    }

    private IReadOnlyList<ChatMessage>? HandOver(CascadeAnswers answers)
    {
        if (_cascade.HandOver is not { } handOver || answers.Answers.IsEmpty)
        {
            return null;
        }

        try
        {
            return handOver(attempts.Route.Request.Messages, answers);
        }
        catch (Exception exception)
        {
            services.LogAcceptanceFailed(_cascade.Name, exception);
            return null;
        }
    }

    private ImmutableArray<OpenedAnswer> InHand() =>
        [.. _given.Where(each => AnswerCheck.Default.Check(each.Response!, attempts.Route.Request.Options) is null).Select(Streamed)];

    private OpenedAnswer Streamed(OpenedAnswer answer) => attempts.Route.Request.IsStreaming ? answer.AsStream() : answer;
}
