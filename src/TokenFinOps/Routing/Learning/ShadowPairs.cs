using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using TokenFinOps.Ledger.Decisions;
using TokenFinOps.Ledger.Metering;
using TokenFinOps.Routing.Deployments;
using TokenFinOps.Routing.Execution;

namespace TokenFinOps.Routing.Learning;

/// <summary>Asks the other tier what was already answered, after the caller has the answer, and learns from the two. Thread-safe.</summary>
internal sealed class ShadowPairs(LearningOptions options, TierLearner learner, RoutingServices services) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private DateOnly _day;
    private decimal _spent;

    /// <summary>Gets what ends when all pairs that are being made are made.</summary>
    public Task Pending => Task.WhenAll(_running.Keys);

    /// <summary>Draws whether a request is asked twice, and whom. What was bound to a deployment cannot be asked elsewhere.</summary>
    /// <remarks>
    /// The tier that is learned about is drawn before it counts who answered: else easy prompts, which go down, would be over-represented among its pairs. For the same reason
    /// nothing is learned from requests with a cascade: what its members agree on is not what one of them answers alone.
    /// </remarks>
    public Deployment? Draw(Route route, Deployment answered)
    {
        bool isLet = options.ShadowShare > 0 && learner.BaselineRank > 0 && route.Cascade is null
            && route.Decision.DecidedBy is not (RouteDraft.ByConversation or RouteDraft.ByCaller or RouteDraft.ByFailure)
            && services.Draw() < options.ShadowShare && HasMoney();
        if (!isLet)
        {
            return null;
        }

        int rank = (int)(services.Draw() * learner.BaselineRank);
        int? other = answered.Rank == rank ? learner.BaselineRank : answered.Rank == learner.BaselineRank ? rank : null;
        return other is { } wanted ? route.Order.FirstOrDefault(each => each.Rank == wanted) : null;
    }

    public void Begin(RequestRun run, Deployment answered, ChatResponse answer, Deployment other)
    {
        Task task = PairAsync(run, answered, answer, other);
        _running.TryAdd(task, true);
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task PairAsync(RequestRun run, Deployment answered, ChatResponse answer, Deployment other)
    {
        CancellationToken stopping = _stop.Token;

        // The caller goes on while this waits for its turn.
        await Task.Yield();
        try
        {
            if (!other.Health.TryEnter())
            {
                return;
            }

            AttemptPlan plan = run.PlanFor(other, AttemptRole.Shadow, $"beside {answered.Name}", standsForRequest: false);
            await using OpenedAnswer shadow = await run.TryAsync(other, plan, isStreaming: false, run.NewClock(isStreaming: false, stopping), stopping);
            shadow.Succeeded();
            Spend(plan.Entry?.Cost.Effective ?? 0);
            (ChatResponse cheap, ChatResponse strong) = answered.Rank < other.Rank ? (answer, shadow.Response!) : (shadow.Response!, answer);
            if (await JudgeAsync(run.Route, cheap, strong, stopping) is not { } qualities)
            {
                return;
            }

            int rank = Math.Min(answered.Rank, other.Rank);
            learner.AddPair(run.Route.Request, rank, qualities.Cheap, qualities.Strong);
            if (answered.Rank < other.Rank)
            {
                learner.AddLoss(run.Route.Request.WorkloadHash, rank, qualities.Strong - qualities.Cheap);
            }
        }
        catch (Exception exception)
        {
            services.LogShadowFailed(other.Name, exception);
        }
    }

    private async ValueTask<(double Cheap, double Strong)?> JudgeAsync(Route route, ChatResponse cheap, ChatResponse strong, CancellationToken stopping)
    {
        ChatOptions? asked = route.Request.Options;
        if (options.Comparer.Canonicalise(strong, asked) is { } right)
        {
            return (options.Comparer.Canonicalise(cheap, asked) == right ? 1 : 0, 1);
        }

        return options.Evaluate is { } evaluate
            && await evaluate(route.Request, cheap, stopping) is { } low
            && await evaluate(route.Request, strong, stopping) is { } high
            ? (Math.Clamp(low, 0, 1), Math.Clamp(high, 0, 1))
            : null;
    }

    private bool HasMoney()
    {
        lock (_gate)
        {
            Turn();
            return _spent < options.MaxShadowCostPerDay;
        }
    }

    private void Spend(decimal cost)
    {
        lock (_gate)
        {
            Turn();
            _spent += cost;
        }
    }

    private void Turn()
    {
        var today = DateOnly.FromDateTime(services.Time.GetUtcNow().UtcDateTime);
        if (today != _day)
        {
            (_day, _spent) = (today, 0);
        }
    }
}
