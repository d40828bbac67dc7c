using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Execution;
using TokenFinOps.Routing.Requests;

namespace TokenFinOps.Routing.Learning;

/// <summary>Asks the other tier what was already answered, after the caller has the answer, and learns from the two. Thread-safe.</summary>
internal sealed class ShadowPairs(LearningOptions options, TierLearner learner, RoutingServices services) : IDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ShadowMoney _money = new(options, services.Time);
    private readonly ConcurrentDictionary<string, bool> _unpriced = new();

    /// <summary>Gets what ends when all pairs that are being made are made.</summary>
    public Task Pending => Task.WhenAll(_running.Keys);

    /// <summary>Draws whether a request is asked twice, and whom. What was bound to a deployment cannot be asked elsewhere.</summary>
    /// <remarks>
    /// The tier that is learned about is drawn whoever answered: else easy prompts, which go down, would be over-represented among its pairs, and a tier below one that is let in
    /// already would get none. For the same reason nothing is learned from requests with a cascade: what its members agree on is not what one of them answers alone.
    /// </remarks>
    public ShadowDraw? Draw(Route route, Deployment answered)
    {
        if (options.ShadowShare <= 0 || learner.BaselineRank == 0 || !route.TeachesAboutTiers || services.Draw() >= options.ShadowShare)
        {
            return null;
        }

        Deployment? cheap = Of((int)(services.Draw() * learner.BaselineRank));
        Deployment? baseline = Of(learner.BaselineRank);
        return cheap is not null && baseline is not null && CostOf(route, answered, cheap, baseline) is { } cost && _money.TryHold(cost, out DateOnly day)
            ? new ShadowDraw(route.Request.Frozen(), answered, cheap, baseline, day, cost)
            : null;

        Deployment? Of(int rank) => answered.Rank == rank ? answered : route.Order.FirstOrDefault(each => each.Rank == rank);
    }

    /// <summary>Makes a pair that was drawn.</summary>
    /// <param name="attempts">The request.</param>
    /// <param name="draw">What was drawn.</param>
    /// <param name="answer">The answer that is there; <see langword="null"/> when it did not come to its end.</param>
    public void Begin(RequestAttempts attempts, ShadowDraw draw, ChatResponse? answer)
    {
        if (answer is null)
        {
            _money.Settle(draw.Day, draw.Reserved, 0);
            return;
        }

        Task task = PairAsync(attempts, draw, answer);
        _running.TryAdd(task, true);
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task PairAsync(RequestAttempts attempts, ShadowDraw draw, ChatResponse answer)
    {
        CancellationToken stopping = _stop.Token;
        var paid = new List<Func<decimal>>();

        // The caller goes on while this waits for its turn.
        await Task.Yield();
        try
        {
            if (await AnswerOfAsync(draw.Cheap) is { } cheap && await AnswerOfAsync(draw.Baseline) is { } baseline)
            {
                Learn(draw, await JudgeAsync(attempts, draw.Request, cheap, baseline, paid, stopping));
            }
        }
        catch (Exception exception)
        {
            services.LogShadowFailed(draw.Cheap == draw.Answered ? draw.Baseline.Name : draw.Cheap.Name, exception);
        }
        finally
        {
            _money.Settle(draw.Day, draw.Reserved, paid.Sum(static each => each()));
        }

        async ValueTask<ChatResponse?> AnswerOfAsync(Deployment deployment) =>
            deployment == draw.Answered ? answer : await AskAsync(attempts, deployment, draw.Answered, paid, stopping);
    }

    private static async Task<ChatResponse?> AskAsync(RequestAttempts attempts, Deployment deployment, Deployment answered, List<Func<decimal>> paid, CancellationToken stopping)
    {
        if (!deployment.Health.TryEnter())
        {
            return null;
        }

        AttemptPlan plan = attempts.PlanFor(deployment, AttemptRole.Shadow, $"beside {answered.Name}", standsForRequest: false);

        // Whatever becomes of the attempt: what it cost is on its entry.
        paid.Add(() => plan.Entry?.Cost.Effective ?? 0);
        await using OpenedAnswer shadow = await attempts.TryAsync(deployment, plan, isStreaming: false, attempts.Time.NewClockWithoutDeadline(stopping), stopping);
        shadow.Succeeded();
        return shadow.Response;
    }

    private void Learn(ShadowDraw draw, (double Cheap, double Baseline)? qualities)
    {
        int rank = draw.Cheap.Rank;
        learner.AddPair(draw.Request, rank, qualities);
        if (draw.Answered != draw.Cheap)
        {
            learner.AddLoss(draw.Request.WorkloadHash, rank, 0);
        }
        else if (qualities is var (cheap, baseline))
        {
            learner.AddLoss(draw.Request.WorkloadHash, rank, baseline - cheap);
        }
    }

    private async ValueTask<(double Cheap, double Baseline)?> JudgeAsync(
        RequestAttempts attempts, RoutingRequest request, ChatResponse cheap, ChatResponse baseline, List<Func<decimal>> paid, CancellationToken stopping)
    {
        if (options.Comparer.Canonicalise(baseline, request.Options) is { } right)
        {
            return (options.Comparer.Canonicalise(cheap, request.Options) == right ? 1 : 0, 1);
        }

        if (options.Evaluate is not { } evaluate)
        {
            return null;
        }

        JudgePlan plan = attempts.EnterJudge();
        paid.Add(() => plan.Cost);
        return await evaluate(request, cheap, stopping) is { } low && await evaluate(request, baseline, stopping) is { } high
            ? (Math.Clamp(low, 0, 1), Math.Clamp(high, 0, 1))
            : null;
    }

    // A cap can't be kept by those whose price is not known, unless there is none.
    private decimal? CostOf(Route route, Deployment answered, Deployment cheap, Deployment baseline)
    {
        decimal sum = 0;
        foreach (Deployment deployment in (ReadOnlySpan<Deployment>)[cheap, baseline])
        {
            decimal? cost = deployment == answered ? 0 : route.EstimateOf(deployment) ?? (deployment.Options.Kind == DeploymentKind.SelfHosted ? 0 : null);
            if (cost is null && options.MaxShadowCostPerDay < decimal.MaxValue)
            {
                if (_unpriced.TryAdd(deployment.Name, true))
                {
                    services.LogShadowHasNoPrice(deployment.Name);
                }

                return null;
            }

            sum += cost ?? 0;
        }

        return sum;
    }
}
