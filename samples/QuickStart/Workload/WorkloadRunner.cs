using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using TokenFinOps;

namespace QuickStart.Workload;

/// <summary>Carries a plan out, several steps at a time, each under its team, feature and customer.</summary>
internal sealed class WorkloadRunner(IChatClient chat, HandbookIndex handbook, ModelChoice models, int parallelism)
{
    // A server that fails this often in a row is not going to recover while we watch.
    private const int GiveUpAfter = 12;

    private readonly ConcurrentBag<StepFailure> _failures = [];
    private int _failedInARow;

    /// <summary>Runs the plan.</summary>
    /// <param name="plan">The steps.</param>
    /// <param name="stepDone">Called after each step, from any thread.</param>
    /// <param name="cancellationToken">Stops starting new steps and cancels those under way.</param>
    /// <returns>How it went.</returns>
    public async Task<WorkloadResult> RunAsync(WorkloadPlan plan, Action stepDone, CancellationToken cancellationToken)
    {
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await PrepareAsync(givenUp.Token);
            await Parallel.ForEachAsync(
                plan.Steps,
                new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = givenUp.Token },
                async (step, token) =>
                {
                    await RunAsync(step, token);
                    stepDone();
                    if (Volatile.Read(ref _failedInARow) >= GiveUpAfter)
                    {
                        await givenUp.CancelAsync();
                    }

                });
        }
        catch (OperationCanceledException) when (givenUp.IsCancellationRequested)
        {
            string reason = cancellationToken.IsCancellationRequested ? "Stopped; this is the bill so far." : $"Gave up after {GiveUpAfter} failures in a row.";
            return new WorkloadResult([.. _failures], reason);
        }

        return new WorkloadResult([.. _failures], Stopped: null);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        using var scope = FinOps.Attribute(("team", "search"), ("feature", "handbook-index"));
        await AttemptAsync("handbook-index", handbook.BuildAsync, cancellationToken);
    }

    private async Task RunAsync(WorkloadPlan.Step step, CancellationToken cancellationToken)
    {
        Feature feature = step.Feature;
        using var scope = step.Customer is { } customer
            ? FinOps.Attribute(("team", feature.Team), ("feature", feature.Name), ("customer", customer))
            : FinOps.Attribute(("team", feature.Team), ("feature", feature.Name));
        var call = new CallContext(chat, handbook, models, new Random(step.Seed), step.Index);
        await AttemptAsync(feature.Name, token => feature.RunAsync(call, token), cancellationToken);
    }

    private async Task AttemptAsync(string feature, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            Volatile.Write(ref _failedInARow, 0);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A failed call is part of any real workload: it is counted, shown, and the others go on.
            Interlocked.Increment(ref _failedInARow);
            _failures.Add(new StepFailure(feature, EndpointError.Summarise(exception)));
        }
    }
}
